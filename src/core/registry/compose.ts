import type { AppBody, DeveloperBody, DeveloperKey, EventBody, KeyUse, ListingBody, VersionBody } from "./documents.ts";
import { REGISTRY_FOLDER, registryPath, type RegistryPlace } from "./paths.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId } from "../ids/ids.ts";
import { encodePretty, type SignedBody } from "../json/signed-document.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { contentDigest } from "../package/package-document.ts";
import { keyIdOf, type KeyObject } from "../signing/public-key.ts";
import { signDocument, type Signer } from "../signing/signatures.ts";

// What a developer's tools write into a registry. Review reads the same documents with no help from here.

/** Version of the specification the documents follow. */
export const REGISTRY_SPEC_VERSION = "1.0.0";

type Own<Body> = Omit<Body, "_type" | "spec_version">;

export function developerBody(own: Own<DeveloperBody>): DeveloperBody {
  return { _type: "mosis-developer", spec_version: REGISTRY_SPEC_VERSION, ...own };
}

export function appBody(own: Own<AppBody>): AppBody {
  return { _type: "mosis-app", spec_version: REGISTRY_SPEC_VERSION, ...own };
}

export function listingBody(own: Own<ListingBody>): ListingBody {
  return { _type: "mosis-listing", spec_version: REGISTRY_SPEC_VERSION, ...own };
}

export function eventBody(own: Own<EventBody>): EventBody {
  return { _type: "mosis-event", spec_version: REGISTRY_SPEC_VERSION, ...own };
}

/** The version document of a signed package that can be had at `url`. */
export function versionBody(
  {
    registry,
    manifest,
    facts,
    url,
    ...rest
  }: {
    readonly registry: string;
    readonly manifest: Manifest;
    readonly facts: Pick<PackageFacts, "package" | "signature">;
    readonly url: string;
  } & Partial<Pick<VersionBody, "track" | "rollout_bp" | "release" | "notes" | "source">>,
  sha256: Sha256Function,
): VersionBody {
  return {
    _type: "mosis-version",
    spec_version: REGISTRY_SPEC_VERSION,
    registry,
    app_id: manifest.id,
    version: manifest.version,
    version_code: manifest.version_code,
    manifest,
    package: { url, ...facts.package, content_digest: contentDigest(facts.signature.signed, sha256) },
    track: "stable",
    rollout_bp: 10_000,
    release: "automatic",
    notes: {},
    ...rest,
  };
}

/** A key as a developer document lists it. */
export function developerKey(
  { keytype, scheme, keyval }: KeyObject,
  use: readonly KeyUse[],
  sha256: Sha256Function,
  bound: { readonly member?: string; readonly apps?: readonly AppId[] } = {},
): DeveloperKey {
  const key = { keytype, scheme, keyval };
  return { keyid: keyIdOf(key, sha256), ...key, use, ...bound };
}

/** A file to add to a registry repository. */
export interface ComposedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Signs a body and gives it its place and text. */
export function composeFile(
  place: RegistryPlace,
  body: SignedBody,
  signers: readonly Signer[],
  sha256: Sha256Function,
): ComposedFile {
  return { path: REGISTRY_FOLDER + registryPath(place, sha256), bytes: encodePretty(signDocument(body, signers)) };
}
