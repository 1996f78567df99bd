import type { Kysely } from "kysely";

import { toHex } from "../../../src/core/bytes.ts";
import { canonicalize } from "../../../src/core/json/canonical.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";

export interface AuditTable {
  seq: number;
  time: string;
  actor: string;
  action: string;
  subject: string;
  /** JSON. */
  detail: string;
  previous: string;
  hash: string;
}

/** Something that somebody did, without names, addresses or secrets: the log outlives accounts. */
export interface AuditEvent {
  /** Id of the account that did it. */
  readonly actor: string;
  /** What was done, such as `key.create`. */
  readonly action: string;
  /** What it was done to, such as `key:<id>` or `app:com.example.notes`. */
  readonly subject: string;
  readonly detail?: JsonObject;
}

export interface AuditEntry extends AuditEvent {
  readonly seq: number;
  readonly time: string;
  readonly detail: JsonObject;
  /** SHA-256 over the canonical JSON of the entry and of the hash before it: who changes one changes all that follow. */
  readonly hash: string;
}

export interface AuditLog {
  append(event: AuditEvent): Promise<void>;
  /** What an account did, newest first. */
  of(actor: string, limit: number): Promise<readonly AuditEntry[]>;
  /** The first entry that is not what was written, or does not follow the one before it; null if all are right. */
  firstBroken(): Promise<number | null>;
}

const GENESIS = "0".repeat(64);
/** Rows that are read at once. */
const PAGE = 1_000;

/** The log in a table that refuses to change or delete a row; entries are written one after the other. */
export function createAuditLog(database: Kysely<{ audit: AuditTable }>, now: () => number): AuditLog {
  let last: Promise<unknown> = Promise.resolve();

  const write = async ({ actor, action, subject, detail = {} }: AuditEvent): Promise<void> => {
    const before = await database.selectFrom("audit").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).execute();
    const seq = (before[0]?.seq ?? 0) + 1;
    const previous = before[0]?.hash ?? GENESIS;
    const entry = { seq, time: new Date(now()).toISOString(), actor, action, subject, detail };
    const row = { ...entry, detail: JSON.stringify(detail), previous, hash: await hashOf(entry, previous) };
    await database.insertInto("audit").values(row).execute();
  };

  return {
    append(event) {
      const written = last.then(() => write(event));
      last = written.catch(() => {});
      return written;
    },
    async of(actor, limit) {
      const rows = await database
        .selectFrom("audit")
        .selectAll()
        .where("actor", "=", actor)
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ previous: _previous, ...row }) => ({ ...row, detail: JSON.parse(row.detail) as JsonObject }));
    },
    async firstBroken() {
      let [seq, hash] = [0, GENESIS];
      for (;;) {
        const rows = await database
          .selectFrom("audit")
          .selectAll()
          .where("seq", ">", seq)
          .orderBy("seq")
          .limit(PAGE)
          .execute();
        if (rows.length === 0) return null;
        for (const { previous, hash: claimed, ...row } of rows) {
          const actual = await hashOf({ ...row, detail: JSON.parse(row.detail) as JsonObject }, hash);
          if (row.seq !== seq + 1 || previous !== hash || claimed !== actual) return seq + 1;
          [seq, hash] = [row.seq, claimed];
        }
      }
    },
  };
}

async function hashOf(entry: JsonObject, previous: string): Promise<string> {
  const message = canonicalize({ ...entry, previous });
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", message)));
}
