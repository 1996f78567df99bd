import { join } from "node:path";

import { Kysely } from "kysely";

import { readAccountSettings } from "./account-settings.ts";
import { fileMailer, httpMailer } from "./mailer.ts";
import { scryptPasswords } from "./passwords.ts";
import { accounts, type Accounts } from "../accounts.ts";
import { accountMigrations } from "../migrations.ts";
import type { AccountPorts } from "../ports.ts";
import type { AccountTables } from "../tables.ts";
import type { Environment } from "../../../shared/part.ts";
import { nodeSqliteDialect, openDatabase } from "../../../shared/sqlite.ts";
import { type AuditLog, createAuditLog } from "../../audit/audit-log.ts";

/** What accounts get from the portal around them. */
export type AccountSurroundings = Pick<
  AccountPorts,
  "developerKeys" | "addressOf" | "limiter" | "crypto" | "now" | "data"
> & { readonly report: (error: unknown) => void };

export interface OpenAccounts extends Accounts {
  readonly audit: AuditLog;
  /** What the operator is told at the start. */
  readonly notes: readonly string[];
  /** After what is on its way. */
  close(): Promise<void>;
}

/**
 * Accounts in `accounts.db` below `MOSIS_DATA`.
 *
 * @throws ConfigurationError if a variable does not say what it has to, or one of `accountVariables` is missing
 * @throws NewerDatabaseError
 */
export function openAccounts(environment: Environment, surroundings: AccountSurroundings): OpenAccounts {
  const { data, url, secret, oauth, mail } = readAccountSettings(environment);
  const { report, ...given } = surroundings;
  const database = new Kysely<AccountTables>({
    dialect: nodeSqliteDialect(openDatabase(join(data, "accounts.db"), accountMigrations)),
  });
  const folder = join(data, "mails");
  const audit = createAuditLog(database, given.now);
  const pending = new Set<Promise<void>>();
  const made = accounts({
    ...given,
    database,
    audit,
    url,
    secret,
    oauth,
    passwords: scryptPasswords(),
    mailer: mail === null ? fileMailer(folder, given.now) : httpMailer(mail.url, mail.token, mail.from),
    background(work) {
      const done = work.then(() => {}, report).finally(() => pending.delete(done));
      pending.add(done);
    },
  });
  const off = (["github", "google"] as const).filter((name) => oauth[name] === undefined);
  return {
    ...made,
    audit,
    notes: [
      `Accounts of ${url}, kept in ${data}.`,
      ...off.map((name) => `Nobody signs in with ${name}: MOSIS_${name.toUpperCase()}_CLIENT_ID is not set.`),
      ...(mail === null ? [`Mails become files in ${folder}: MOSIS_MAIL_URL is not set.`] : []),
    ],
    async close() {
      await Promise.all(pending);
      await database.destroy();
    },
  };
}
