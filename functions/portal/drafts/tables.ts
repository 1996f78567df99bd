import type { Migration } from "../../shared/migrate.ts";

/** A draft of an app: its id is kept, and what is said of it here is public nowhere. */
export interface AppTable {
  readonly app_id: string;
  readonly developer: string;
  readonly name: string;
  readonly summary: string;
  /** JSON list. */
  readonly categories: string;
  /** Account that drafted it. */
  readonly created_by: string;
  /** RFC 3339 in UTC, as all times here. */
  readonly created_at: string;
  readonly updated_at: string;
}

/** A version whose package was uploaded here, or is to be. */
export interface VersionTable {
  readonly app_id: string;
  /** Whose draft it is: an id may have been drafted by somebody who does not own it now. */
  readonly developer: string;
  readonly version_code: number;
  readonly version: string;
  readonly sha256: string;
  readonly length: number;
  /** Null until the package is there and was checked. */
  readonly content_digest: string | null;
  /** JSON list of what the checks found. */
  readonly findings: string;
  readonly created_by: string;
  readonly created_at: string;
}

/** A pull request that was opened for somebody. */
export interface SubmissionTable {
  readonly number: number;
  readonly url: string;
  readonly developer: string;
  readonly kind: string;
  readonly subject: string;
  readonly digest: string;
  readonly track: string | null;
  readonly version_code: number | null;
  /** 1 once it was seen merged or closed, which does not change any more. */
  readonly is_done: number;
  readonly created_by: string;
  readonly created_at: string;
}

/** An answer to a request with an `Idempotency-Key`. */
export interface RepeatTable {
  readonly user_id: string;
  readonly key: string;
  readonly fingerprint: string;
  /** JSON; null while it is being answered. */
  readonly reply: string | null;
  readonly created_at: string;
}

export interface PortalTables {
  readonly app: AppTable;
  readonly version: VersionTable;
  readonly submission: SubmissionTable;
  readonly repeat: RepeatTable;
}

export const migrations: readonly Migration[] = [
  `CREATE TABLE app (
     app_id TEXT PRIMARY KEY, developer TEXT NOT NULL, name TEXT NOT NULL, summary TEXT NOT NULL, categories TEXT NOT NULL,
     created_by TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX app_developer ON app (developer);
   CREATE TABLE version (
     app_id TEXT NOT NULL, developer TEXT NOT NULL, version_code INTEGER NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, length INTEGER NOT NULL,
     content_digest TEXT, findings TEXT NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL,
     PRIMARY KEY (app_id, developer, version_code)
   ) STRICT;
   CREATE TABLE submission (
     number INTEGER PRIMARY KEY, url TEXT NOT NULL, developer TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
     digest TEXT NOT NULL, track TEXT, version_code INTEGER, is_done INTEGER NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX submission_subject ON submission (subject);
   CREATE INDEX submission_created ON submission (created_by, created_at);
   CREATE TABLE repeat (
     user_id TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, reply TEXT, created_at TEXT NOT NULL,
     PRIMARY KEY (user_id, key)
   ) STRICT;
   CREATE INDEX repeat_created ON repeat (created_at);`,
];
