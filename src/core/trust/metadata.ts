import type { Sha256 } from "../ids/ids.ts";
import type { SignedBody, SignedDocument } from "../json/signed-document.ts";
import type { JsonObject } from "../json/value.ts";
import type { PublicKey } from "../signing/public-key.ts";

/** The version of the TUF specification that our metadata follows. */
export const TUF_SPEC_VERSION = "1.0.31";

/** The four roles every TUF repository has. Bins are delegated by `targets`. */
export type TopRole = "root" | "timestamp" | "snapshot" | "targets";

/** Who signs for a role, and how many of them must. */
export interface RoleKeys {
  readonly keys: readonly PublicKey[];
  readonly threshold: number;
}

/** What all metadata files share. They come from their parser only; nothing here is verified yet. */
export interface Metadata {
  /** Path in the published tree. */
  readonly file: string;
  /** The file as it is served, canonical at rest. */
  readonly bytes: Uint8Array;
  /** The whole document, fields unknown to us included. */
  readonly document: SignedDocument<SignedBody>;
  readonly version: number;
  /** RFC 3339 in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly expires: string;
}

/** The keys of the other roles (TUF 1.0 section 4.3). */
export interface RootMetadata extends Metadata {
  readonly roles: Readonly<Record<TopRole, RoleKeys>>;
}

/** Which snapshot is current (section 4.6). */
export interface TimestampMetadata extends Metadata {
  readonly snapshot: MetaFile;
}

/** Which version of each targets file is current (section 4.4), by file name without version: `targets.json`, `bin-0a.json`. */
export interface SnapshotMetadata extends Metadata {
  readonly meta: ReadonlyMap<string, MetaFile>;
}

/** Targets by path (section 4.5), of the offline role or of one bin. */
export interface TargetsMetadata extends Metadata {
  readonly targets: ReadonlyMap<string, TargetRecord>;
  /** Where other targets are; null in a bin. */
  readonly bins: BinDelegation | null;
  /** Name of the bin this file is for; null in the offline role. TUF itself does not bind a file to its delegated role. */
  readonly binName: string | null;
}

/** How one metadata file names another. */
export interface MetaFile {
  readonly version: number;
  readonly length: number | null;
  readonly sha256: Sha256 | null;
}

/** A file that a device may fetch, by content. */
export interface TargetRecord {
  readonly length: number;
  readonly sha256: Sha256;
  /** Empty where the metadata has none. */
  readonly custom: JsonObject;
}

/** TAP 15's hash bins. */
export interface SuccinctRoles {
  /** There are 2^bitLength bins. */
  readonly bitLength: number;
  readonly namePrefix: string;
}

/** Hash bins and who signs them. */
export interface BinDelegation extends SuccinctRoles, RoleKeys {}
