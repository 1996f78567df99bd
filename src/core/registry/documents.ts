import type { TimelineEntry } from "./submission-states.ts";
import type { AppId, DeveloperId, KeyId, Sha256, VersionCode } from "../ids/ids.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { KeyObject } from "../signing/public-key.ts";

// The documents of a registry after their checks; src/core/schemas holds the same with descriptions. Types, not interfaces, so
// that they are JSON values. `signed` bodies may hold further fields, which are kept.

/** What every signed document of a registry begins with. */
type Body<Type extends string> = {
  readonly _type: Type;
  readonly spec_version: string;
  /** Name of the registry the document is for. */
  readonly registry: string;
};

export type KeyUse = "package" | "version" | "event" | "account";

/** A key of a developer, with what it may sign. */
export type DeveloperKey = KeyObject & {
  readonly keyid: KeyId;
  readonly member?: string;
  readonly use: readonly KeyUse[];
  /** Bound to these apps; to all of the owner's when absent. */
  readonly apps?: readonly AppId[];
  readonly revoked?: { readonly reason: "retired" | "lost" | "compromised"; readonly from_seq: number };
};

export type DeveloperBody = Body<"mosis-developer"> & {
  readonly id: DeveloperId;
  readonly seq: number;
  readonly name: string;
  readonly contact?: { readonly email?: string; readonly url?: string };
  readonly members: readonly {
    readonly github_id?: number;
    readonly name?: string;
    readonly role: "owner" | "developer";
  }[];
  readonly keys: readonly DeveloperKey[];
  readonly domains?: readonly string[];
};

export type RotationBody = Body<"mosis-rotation"> & {
  readonly developer: DeveloperId;
  readonly seq: number;
  /** SHA-256 of the canonical bytes of the rotation before; null for the first. */
  readonly previous: Sha256 | null;
  readonly key: DeveloperKey;
  readonly replaces?: KeyId;
};

export type AppBody = Body<"mosis-app"> & {
  readonly app_id: AppId;
  readonly seq: number;
  readonly owner: DeveloperId;
  readonly categories: readonly string[];
  readonly links?: { readonly [kind: string]: string };
};

export type ListingBody = Body<"mosis-listing"> & {
  readonly app_id: AppId;
  readonly locale: string;
  readonly seq: number;
  readonly name: string;
  readonly summary: string;
  /** Markdown, one string a line. */
  readonly description: readonly string[];
  readonly screenshots: readonly {
    readonly url: string;
    readonly length: number;
    readonly sha256: Sha256;
    readonly alt: string;
  }[];
};

export type Track = "stable" | "beta" | "edge";

export type VersionBody = Body<"mosis-version"> & {
  readonly app_id: AppId;
  readonly version: string;
  readonly version_code: VersionCode;
  readonly manifest: Manifest;
  readonly package: {
    readonly url: string;
    readonly length: number;
    readonly sha256: Sha256;
    readonly content_digest: Sha256;
  };
  readonly track: Track;
  /** Share of devices in hundredths of a percent. */
  readonly rollout_bp: number;
  readonly release: "automatic" | "manual";
  /** Per locale, one string a line. */
  readonly notes: { readonly [locale: string]: readonly string[] };
  readonly source?: { readonly repository: string; readonly commit: string };
};

export type EventAction = "yank" | "unyank" | "promote" | "rollout" | "halt" | "resume" | "release";

export type EventBody = Body<"mosis-event"> & {
  readonly app_id: AppId;
  readonly n: number;
  /** SHA-256 of the canonical bytes of the event before; null for the first. */
  readonly previous: Sha256 | null;
  readonly action: EventAction;
  readonly version_code: VersionCode;
  readonly track?: Track;
  readonly rollout_bp?: number;
  readonly reason?: string;
};

export type RegistryConfig = {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly languages: readonly string[];
  /** Web address of the registry on its forge. */
  readonly repository?: string;
  /** OAuth app that `mosis login` signs developers in with. */
  readonly github_client_id?: string;
  /** Upload endpoint for packages and screenshots (docs/spec/submissions.md, 9). */
  readonly upload_url?: string;
  readonly policy: {
    readonly package_hosts: readonly string[];
    readonly allow_http_loopback?: boolean;
    readonly max_package_bytes: number;
    /** Submissions an account may make in 24 hours; no limit when absent. */
    readonly submissions_per_day?: number;
    /** Rules whose findings only inform in this registry. */
    readonly observe?: readonly string[];
    readonly reviewers: readonly { readonly github_id: number; readonly login: string }[];
    readonly bots: readonly number[];
    readonly deadlines: {
      readonly review_days: number;
      readonly changes_days: number;
      readonly appeal_days: number;
      readonly key_recovery_days: number;
      /** For a version whose package is missing; `HELD_DAYS` when absent. */
      readonly held_days?: number;
    };
  };
};

export type Categories = {
  readonly categories: readonly { readonly id: string; readonly name: { readonly [locale: string]: string } }[];
};

/** Apps that the people of a store recommend together. */
export type Collection = {
  readonly id: string;
  readonly name: { readonly [locale: string]: string };
  readonly summary?: { readonly [locale: string]: string };
  /** In the order in which the store shows them. */
  readonly apps: readonly AppId[];
};

export type Collections = { readonly collections: readonly Collection[] };

export type Reserved = {
  readonly prefixes: readonly {
    readonly prefix: string;
    readonly owners: readonly DeveloperId[];
    readonly why: string;
  }[];
  readonly developers: readonly DeveloperId[];
};

export type Moderation = {
  readonly app_id: AppId;
  readonly n: number;
  readonly action: "suspend" | "restore" | "hold" | "force-yank";
  readonly version_code?: VersionCode;
  readonly reason: string;
};

export type Decision = {
  readonly app_id: AppId;
  readonly version_code: VersionCode;
  readonly n: number;
  readonly verdict: "merge" | "approved" | "rejected" | "changes_requested" | "held" | "withdrawn";
  readonly reasons: readonly { readonly rule: string; readonly evidence: string }[];
  /** Numeric ids of the people who decided; none when the machine did. */
  readonly reviewers: readonly number[];
  /** What they said, in the order of `reviewers`. */
  readonly statements: readonly string[];
  /** Findings for review that were approved, and are not asked again. */
  readonly approved: readonly ApprovedChange[];
  /** Whether the secret sample of landing drew this version; null where nothing is drawn. */
  readonly sample: boolean | null;
  readonly risk: {
    readonly score: number;
    readonly parts: readonly { readonly part: string; readonly points: number }[];
  };
  readonly inputs: {
    readonly base: string;
    readonly head: string;
    readonly files: readonly { readonly path: string; readonly sha256: Sha256 }[];
    readonly package_sha256?: Sha256;
  };
  readonly validator_version: string;
  /** Number of the pull request; absent in old decisions, and where the machine decided by itself. */
  readonly submission?: number;
  /** The states of the submission up to the decision, oldest first, the decision's own last; absent in old decisions. */
  readonly timeline?: readonly TimelineEntry[];
};

/** An approval that is remembered. */
export type ApprovedChange = { readonly rule: string; readonly from: string | null; readonly to: string };

export type Tombstone = { readonly app_id: AppId; readonly reason: string };

export type Exception = {
  readonly rule: string;
  readonly app_id: AppId;
  readonly reason: string;
  /** Numeric forge account. */
  readonly approver: number;
  /** Last day on which it counts, `2026-12-31`, in UTC. */
  readonly expires: string;
  /** First version it is for; all when absent. */
  readonly version_code?: VersionCode;
};
