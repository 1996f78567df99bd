import type { Kysely } from "kysely";

import type { AppTable, PortalTables, SubmissionTable, VersionTable } from "./tables.ts";

/** What the portal keeps of its own: drafts, uploads, and which pull requests it opened for whom. */
export interface Drafts {
  /** By id. */
  appsOf(developers: readonly string[]): Promise<readonly AppTable[]>;
  app(id: string): Promise<AppTable | null>;
  /** False where there is a draft of that id. */
  addApp(app: AppTable): Promise<boolean>;
  changeApp(id: string, change: Partial<AppTable>): Promise<void>;
  /** With its versions. */
  removeApp(id: string): Promise<void>;
  /** Of a developer, newest first. */
  versions(app: string, developer: string): Promise<readonly VersionTable[]>;
  /** In the place of what was there. */
  putVersion(version: VersionTable): Promise<void>;
  /** Those of a developer about something, newest first. */
  submissionsAbout(subject: string, developer: string): Promise<readonly SubmissionTable[]>;
  /** How many an account had opened since a time. */
  countSubmissions(userId: string, since: Date): Promise<number>;
  submission(number: number): Promise<SubmissionTable | null>;
  /** One that is known is left as it is. */
  addSubmission(submission: SubmissionTable): Promise<void>;
  endSubmission(number: number): Promise<void>;
  /** Throws where the database is not there. */
  ping(): Promise<void>;
}

export function sqlDrafts(database: Kysely<PortalTables>): Drafts {
  return {
    async appsOf(developers) {
      const all = database.selectFrom("app").selectAll().orderBy("app_id");
      return developers.length === 0 ? [] : all.where("developer", "in", developers).execute();
    },
    async app(id) {
      return (await database.selectFrom("app").selectAll().where("app_id", "=", id).executeTakeFirst()) ?? null;
    },
    async addApp(app) {
      const insert = database.insertInto("app").values(app);
      const added = await insert.onConflict((on) => on.doNothing()).executeTakeFirst();
      return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async changeApp(id, change) {
      await database.updateTable("app").set(change).where("app_id", "=", id).execute();
    },
    async removeApp(id) {
      await database.transaction().execute(async (all) => {
        await all.deleteFrom("version").where("app_id", "=", id).execute();
        await all.deleteFrom("app").where("app_id", "=", id).execute();
      });
    },
    versions(app, developer) {
      const own = database.selectFrom("version").selectAll().where("app_id", "=", app);
      return own.where("developer", "=", developer).orderBy("version_code", "desc").execute();
    },
    async putVersion(version) {
      await database.replaceInto("version").values(version).execute();
    },
    submissionsAbout(subject, developer) {
      const own = database.selectFrom("submission").selectAll().where("subject", "=", subject);
      return own.where("developer", "=", developer).orderBy("number", "desc").execute();
    },
    async countSubmissions(userId, since) {
      const own = database.selectFrom("submission").where("created_by", "=", userId);
      const recent = own.where("created_at", ">", since.toISOString());
      const { count } = await recent.select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
      return count;
    },
    async submission(number) {
      const own = database.selectFrom("submission").selectAll().where("number", "=", number);
      return (await own.executeTakeFirst()) ?? null;
    },
    async addSubmission(submission) {
      const insert = database.insertInto("submission").values(submission);
      await insert.onConflict((on) => on.doNothing()).execute();
    },
    async endSubmission(number) {
      await database.updateTable("submission").set({ is_done: 1 }).where("number", "=", number).execute();
    },
    async ping() {
      await database.selectFrom("app").select("app_id").limit(1).execute();
    },
  };
}
