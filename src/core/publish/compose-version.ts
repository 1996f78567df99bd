import type { ListingText } from "./listing-texts.ts";
import type { Sha256Function } from "../crypto.ts";
import type { DeveloperId, KeyId } from "../ids/ids.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { appBody, composeFile, type ComposedFile, listingBody, versionBody } from "../registry/compose.ts";
import type { AppBody, DeveloperBody, KeyUse, ListingBody, VersionBody } from "../registry/documents.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import type { PackageFacts } from "../registry/package-facts.ts";
import type { Signer } from "../signing/signatures.ts";

/** What a registry's main branch has of a version that is to come. */
export interface Standing {
  /** Name of the registry. */
  readonly registry: string;
  readonly developer: DeveloperBody;
  /** Null when the app is new. */
  readonly app: AppBody | null;
  /** The version of this code, when there is one already. */
  readonly version: VersionBody | null;
}

/** A version and what goes with it. */
export interface NewVersion {
  readonly manifest: Manifest;
  readonly facts: PackageFacts;
  /** Where the package will lie. */
  readonly url: string;
  readonly choice: Partial<Pick<VersionBody, "track" | "rollout_bp" | "release" | "notes" | "source">>;
  /** For the store page of a new app. */
  readonly listings: readonly ListingText[];
  /** Of the manifest, in order, where they will lie. */
  readonly screenshots: readonly Omit<ListingBody["screenshots"][number], "alt">[];
}

export type ComposedVersion =
  | { readonly ok: true; readonly kind: "new-app" | "version"; readonly files: readonly ComposedFile[] }
  /** The registry has exactly this version. */
  | { readonly ok: false; readonly problem: "published" }
  | { readonly ok: false; readonly problem: "code-taken"; readonly version: string }
  | { readonly ok: false; readonly problem: "other-owner"; readonly owner: DeveloperId };

/** What a key must be registered for to sign the first version of an app, or a later one. */
export function neededUses(isNew: boolean): readonly KeyUse[] {
  return isNew ? ["package", "version", "account"] : ["package", "version"];
}

/** The keys of a developer that may sign all of a version. */
export function publishingKeys(
  developer: DeveloperBody,
  manifest: Pick<Manifest, "id">,
  isNew: boolean,
  sha256: Sha256Function,
): ReadonlySet<KeyId> {
  const able = neededUses(isNew).map((use) => ownerKeys(developer, use, manifest.id, sha256).map(({ keyid }) => keyid));
  const [first = []] = able;
  return new Set(first.filter((keyid) => able.every((ids) => ids.includes(keyid))));
}

/** The signed documents that submit a version: with the first one of an app come the app and its store page. */
export function composeVersion(
  { registry, developer, app, version }: Standing,
  { manifest, facts, url, choice, listings, screenshots }: NewVersion,
  signer: Signer,
  sha256: Sha256Function,
): ComposedVersion {
  if (app !== null && app.owner !== developer.id) return { ok: false, problem: "other-owner", owner: app.owner };
  const body = versionBody({ registry, manifest, facts, url, ...choice }, sha256);
  if (version !== null) {
    const isSame = version.package.content_digest === body.package.content_digest;
    return isSame
      ? { ok: false, problem: "published" }
      : { ok: false, problem: "code-taken", version: version.version };
  }
  const by = [signer];
  const { id, version_code: versionCode } = manifest;
  const file = composeFile({ kind: "version", app: id, versionCode }, body, by, sha256);
  if (app !== null) return { ok: true, kind: "version", files: [file] };
  const owned = appBody({ registry, app_id: id, seq: 1, owner: developer.id, categories: manifest.categories ?? [] });
  const pages = listings.map(({ locale, name, summary, description, alt }) => {
    const pictures = screenshots.map((picture, index) => ({ ...picture, alt: alt[index] ?? name }));
    const page = { locale, seq: 1, name, summary, description, screenshots: pictures };
    return composeFile(
      { kind: "listing", app: id, locale },
      listingBody({ registry, app_id: id, ...page }),
      by,
      sha256,
    );
  });
  return {
    ok: true,
    kind: "new-app",
    files: [composeFile({ kind: "app", app: id }, owned, by, sha256), ...pages, file],
  };
}
