import type { FactsByPackage } from "./app-document.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import { contentDigest } from "../package/package-document.ts";
import type { VersionBody } from "../registry/documents.ts";
import type { AppRecord, DeveloperRecord } from "../registry/model.ts";
import type { HeldReason } from "../registry/hold.ts";
import type { PackageFacts } from "../registry/package-facts.ts";
import { isPublished, type PublishedState, versionStates } from "../registry/version-state.ts";

/** A version that devices get to see, and what is known of its package. */
export interface PublishedVersion {
  readonly body: VersionBody;
  readonly state: PublishedState;
  readonly facts: PackageFacts;
}

/** A version that is merged but cannot be published. */
export interface HeldVersion {
  readonly app: AppId;
  readonly versionCode: VersionCode;
  readonly reason: HeldReason;
}

/** The versions of an app that the store publishes, newest first. */
export function publishedVersions(
  record: AppRecord,
  owner: DeveloperRecord,
  facts: FactsByPackage,
  sha256: Sha256Function,
): { readonly published: readonly PublishedVersion[]; readonly held: readonly HeldVersion[] } {
  const states = versionStates(record);
  const published: PublishedVersion[] = [];
  const held: HeldVersion[] = [];
  for (const body of record.versions.toReversed()) {
    const state = states.get(body.version_code);
    if (state === undefined || !isPublished(state)) continue;
    const known = facts.get(body.package.sha256);
    if (known !== undefined && isPackageOf(body, known, sha256)) {
      published.push({ body, state: underStolenKeys(state, known, owner), facts: known });
    } else if (state.status === "available") {
      // One that was taken back waits for nothing.
      held.push({ app: record.app.app_id, versionCode: body.version_code, reason: "bytes-missing" });
    }
  }
  return { published, held };
}

/**
 * Whether facts are of the package that was reviewed. They are kept outside of the registry, and the platform signs what they say,
 * so nothing in them is believed that the version document does not say, too.
 */
function isPackageOf(
  { app_id: app, version_code: code, package: reviewed }: VersionBody,
  { package: { length }, signature: { signed } }: PackageFacts,
  sha256: Sha256Function,
): boolean {
  const isSame = signed.app_id === app && signed.version_code === code && length === reviewed.length;
  return isSame && contentDigest(signed, sha256) === reviewed.content_digest;
}

/** What no key but stolen ones of its owner signed is withdrawn: whoever stole the key could have signed it. */
function underStolenKeys(
  state: PublishedState,
  { signature: { signatures } }: PackageFacts,
  { developer }: DeveloperRecord,
): PublishedState {
  const signers = new Set(signatures.map(({ keyid }) => keyid));
  const own = developer.keys.filter(({ keyid }) => signers.has(keyid));
  const isStolen = own.length > 0 && own.every(({ revoked }) => revoked?.reason === "compromised");
  if (!isStolen || state.status !== "available") return state;
  return { ...state, status: "yanked", reason: "The key that signed it was compromised." };
}
