import type { Kysely } from "kysely";

import type { PortalTables } from "./tables.ts";
import type { AccountData } from "../accounts/ports.ts";

/** Stands for an account that is gone. */
const NOBODY = "";
const MADE = ["app", "version", "submission"] as const;

/** What the portal keeps of an account beside the account. Drafts belong to a developer and stay when who made them goes. */
export function accountData(database: Kysely<PortalTables>): AccountData {
  return {
    async export(userId) {
      const own = await Promise.all(
        MADE.map((table) => database.selectFrom(table).selectAll().where("created_by", "=", userId).execute()),
      );
      const answers = await database.selectFrom("repeat").selectAll().where("user_id", "=", userId).execute();
      return { drafts: own[0], uploads: own[1], submissions: own[2], remembered_answers: answers };
    },
    async delete(userId) {
      await database.transaction().execute(async (all) => {
        for (const table of MADE) {
          await all.updateTable(table).set({ created_by: NOBODY }).where("created_by", "=", userId).execute();
        }
        await all.deleteFrom("repeat").where("user_id", "=", userId).execute();
      });
    },
  };
}
