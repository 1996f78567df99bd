import type { DeveloperKit } from "./developer-kit.ts";
import type { StoreKit } from "./store-kit.ts";
import { toHex } from "../core/bytes.ts";
import type { AppId, Sha256, VersionCode } from "../core/ids/ids.ts";
import { canonicalize } from "../core/json/canonical.ts";
import type { JsonObject } from "../core/json/value.ts";
import { packageFacts } from "../core/registry/package-facts.ts";
import {
  appBody,
  composeFile,
  type ComposedFile,
  eventBody,
  listingBody,
  versionBody,
} from "../core/registry/compose.ts";
import type { EventBody, ListingBody, VersionBody } from "../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { readRegistry } from "../core/registry/model.ts";
import type { Change } from "../core/registry/submission.ts";
import { type Report, review } from "../core/review/review.ts";
import type { Signer } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { nodePackagePorts } from "../node/package-ports.ts";
import type { PackageBuilder } from "./builders.ts";

const { sha256 } = nodeCrypto;

/** A member of the developers that a `DeveloperKit` makes. */
export const MEMBER = 1;

export interface SubmissionChoice {
  /** Who opens the pull request; a member by default. */
  readonly author?: number;
  /** What is at an address; what the submission itself uploaded by default, and a string where nothing is. */
  readonly fetched?: Readonly<Record<string, Uint8Array | string>>;
  /** Open reports of users about the app; none by default. */
  readonly openReports?: number;
  /** When the same account made others in the day before; none by default. */
  readonly recent?: readonly Date[];
  /** What was there when the pull request began, by path below `registry/`; the base by default. */
  readonly before?: ReadonlyMap<string, Uint8Array>;
}

/** Review of submissions to the registry of a store, as land and CI would ask for it. */
export class ReviewKit {
  readonly store: StoreKit;
  /** What lies at addresses. */
  readonly uploads = new Map<string, Uint8Array>();
  /** Files of the base that the store does not have, or has otherwise; by path below `registry/`. */
  readonly base = new Map<string, Uint8Array>();

  /** When submissions are judged. */
  now = new Date("2026-11-01T12:00:00Z");

  constructor(store: StoreKit) {
    this.store = store;
  }

  /** The report on files that are added or replace what the base has. */
  review(files: readonly ComposedFile[], choice: SubmissionChoice = {}): Report {
    const base = new Map([...this.store.registryFiles(), ...this.base]);
    const { registry } = readRegistry(base, sha256);
    if (registry === null) throw new TypeError("the base is no registry");
    const changes = files.map(({ path, bytes }): Change => {
      const before = (choice.before ?? base).get(path.slice(REGISTRY_FOLDER.length)) ?? null;
      return { path, before, after: bytes };
    });
    const fetched = new Map<string, Uint8Array | string>([...this.uploads, ...Object.entries(choice.fetched ?? {})]);
    const { author = MEMBER, openReports = 0, recent = [] } = choice;
    return review({ base: registry, changes, author, fetched, now: this.now, openReports, recent }, nodePackagePorts);
  }

  /** A version file of a package, which is uploaded to an allowed host. Fields of the document may be replaced before it is signed. */
  version(
    app: PackageBuilder,
    signers: readonly Signer[],
    change: Partial<VersionBody> = {},
    url = `https://packages.example/${app.manifest().id}-${app.manifest().version_code}.mosis`,
  ): ComposedFile {
    const archive = app.bytes();
    this.uploads.set(url, archive);
    const { facts } = packageFacts(archive, nodePackagePorts);
    const manifest = app.manifest();
    const body =
      facts === null
        ? this.#brokenVersion(archive, app, url)
        : versionBody({ registry: this.store.name, manifest, facts, url }, sha256);
    const place = { kind: "version", app: manifest.id, versionCode: manifest.version_code } as const;
    return composeFile(place, { ...body, ...change }, signers, sha256);
  }

  app(id: string, owner: DeveloperKit, signers: readonly Signer[], change: JsonObject = {}): ComposedFile {
    const app = id as AppId;
    const body = appBody({ registry: this.store.name, app_id: app, seq: 1, owner: owner.id, categories: ["tools"] });
    return composeFile({ kind: "app", app }, { ...body, ...change }, signers, sha256);
  }

  listing(id: string, signers: readonly Signer[], change: Partial<ListingBody> = {}): ComposedFile {
    const app = id as AppId;
    const { locale = "en" } = change;
    const text = { name: "Notes", summary: "Keeps notes.", description: [], screenshots: [] };
    const body = listingBody({ registry: this.store.name, app_id: app, locale, seq: 1, ...text, ...change });
    return composeFile({ kind: "listing", app, locale }, body, signers, sha256);
  }

  /** The next event of an app of the store. */
  event(id: string, signers: readonly Signer[], change: Partial<EventBody> = {}): ComposedFile {
    const app = id as AppId;
    const { registry } = readRegistry(this.store.registryFiles(), sha256);
    const last = registry?.apps.get(app)?.events.at(-1);
    const { n = (last?.n ?? 0) + 1 } = change;
    const previous = last === undefined ? null : (toHex(sha256(canonicalize(last))) as Sha256);
    const act = { action: "yank", version_code: 1 as VersionCode, reason: "It crashes." } as const;
    const body = eventBody({ registry: this.store.name, app_id: app, n, previous, ...act, ...change });
    return composeFile({ kind: "event", app, n }, body, signers, sha256);
  }

  /** Rules of the findings on a submission, each once, with the verdict in front. */
  rules(files: readonly ComposedFile[], choice: SubmissionChoice = {}): readonly string[] {
    const { verdict, findings } = this.review(files, choice);
    return [verdict, ...new Set(findings.map(({ rule }) => rule))];
  }

  /** A version file of a package that no tool would make one of. */
  #brokenVersion(archive: Uint8Array, app: PackageBuilder, url: string): VersionBody {
    const document = app.document();
    const facts = {
      package: { sha256: toHex(sha256(archive)) as Sha256, length: archive.length },
      signature: { signatures: [], signed: document },
    };
    return versionBody({ registry: this.store.name, manifest: app.manifest(), facts, url }, sha256);
  }
}
