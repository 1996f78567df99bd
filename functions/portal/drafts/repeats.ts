import type { Kysely } from "kysely";

import type { PortalTables } from "./tables.ts";
import type { Reply } from "../http/call.ts";
import type { Repeats } from "../http/repeat.ts";
import { limits } from "../../shared/limits.ts";

const KEEP_MS = limits.sizes.repeatSeconds.limit * 1000;
/** A request that was being answered when the portal stopped may be tried again after this. */
const LOST_MS = 60_000;

/** Answers by account and `Idempotency-Key`. */
export function sqlRepeats(database: Kysely<PortalTables>): Repeats {
  return {
    async begin(user, key, fingerprint, now) {
      const before = (milliseconds: number): string => new Date(now.getTime() - milliseconds).toISOString();
      await database.deleteFrom("repeat").where("created_at", "<", before(KEEP_MS)).execute();
      const lost = database.deleteFrom("repeat").where("reply", "is", null);
      await lost.where("created_at", "<", before(LOST_MS)).execute();
      const row = { user_id: user, key, fingerprint, reply: null, created_at: now.toISOString() };
      const insert = database.insertInto("repeat").values(row);
      const added = await insert.onConflict((on) => on.doNothing()).executeTakeFirst();
      if (Number(added.numInsertedOrUpdatedRows ?? 0) > 0) return null;
      const all = database.selectFrom("repeat").selectAll();
      const known = await all.where("user_id", "=", user).where("key", "=", key).executeTakeFirst();
      const reply = known?.reply ?? null;
      return {
        fingerprint: known?.fingerprint ?? fingerprint,
        reply: reply === null ? null : (JSON.parse(reply) as Reply),
      };
    },
    async end(user, key, reply) {
      const update = database.updateTable("repeat").set({ reply: JSON.stringify(reply) });
      await update.where("user_id", "=", user).where("key", "=", key).execute();
    },
    async drop(user, key) {
      await database.deleteFrom("repeat").where("user_id", "=", user).where("key", "=", key).execute();
    },
  };
}
