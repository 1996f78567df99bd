import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { Kysely } from "kysely";

import { accounts, type Accounts } from "./accounts/accounts.ts";
import { createBackground } from "./accounts/node/background.ts";
import { nodeCrypto } from "./accounts/node/crypto.ts";
import { openMailer } from "./accounts/node/mailer.ts";
import { scryptPasswords } from "./accounts/node/passwords.ts";
import { accountMigrations } from "./accounts/migrations.ts";
import { sweepAccounts } from "./accounts/sweep.ts";
import type { AccountTables } from "./accounts/tables.ts";
import { portalApi } from "./api.ts";
import { createAuditLog } from "./audit/audit-log.ts";
import { accountData } from "./drafts/account-data.ts";
import { sqlDrafts } from "./drafts/drafts.ts";
import { sqlRepeats } from "./drafts/repeats.ts";
import { migrations, type PortalTables } from "./drafts/tables.ts";
import { githubForge } from "./forge/github-forge.ts";
import { folderUploads } from "./node/folder-uploads.ts";
import { packageChecker } from "./node/package-checker.ts";
import { nodePorts } from "./node/package-ports.ts";
import { NEEDED, portalSettings } from "./node/portal-settings.ts";
import { accountKeys } from "./signing-keys/account-keys.ts";
import { bucketUploads } from "./uploads/bucket-uploads.ts";
import { addressReader } from "../shared/address.ts";
import { openStore } from "../shared/open-store.ts";
import { type Environment, type Part, partThatIsOff } from "../shared/part.ts";
import { createRateLimiter } from "../shared/rate-limit.ts";
import { nodeSqliteDialect, openDatabase } from "../shared/sqlite.ts";
import { openStats } from "../telemetry/rollup/telemetry-files.ts";

const DAY_MS = 86_400_000;
/** First parts of the paths that the portal answers. */
const PATHS = [
  "apps",
  "store",
  "submissions",
  "signing-keys",
  "auth",
  "keys",
  "developers",
  "invitations",
  "account",
  "sign-in",
  "register",
  "verify-email",
  "forgot-password",
  "reset-password",
  "device",
  "my-invitations",
  "uploads",
];

/**
 * The portal on Node: its databases, uploads and outgoing mails below `MOSIS_DATA`, the registry through a GitHub App.
 *
 * @throws ConfigurationError
 */
export function openPortal(environment: Environment, report: (error: unknown) => void): Part {
  const missing = NEEDED.filter((name) => !environment[name]);
  if (missing.length > 0)
    return partThatIsOff(
      "portal",
      PATHS.flatMap((path) => [`/${path}`, `/${path}/*`]),
      missing,
    );
  const { url, secret, data, app, bucket, oauth, origins } = portalSettings(environment);
  const folder = resolve(data, "portal");
  mkdirSync(folder, { recursive: true });
  const { mailer, note: mails } = openMailer(environment, join(folder, "outbox"));
  const own = new Kysely<PortalTables>({
    dialect: nodeSqliteDialect(openDatabase(join(folder, "portal.db"), migrations)),
  });
  const people = new Kysely<AccountTables>({
    dialect: nodeSqliteDialect(openDatabase(join(folder, "accounts.db"), accountMigrations)),
  });
  const { MOSIS_STORE: store = "" } = environment;
  const numbers = openStats(data);
  const now = (): Date => new Date();
  const forge = app === null ? null : githubForge(app);
  const limiter = createRateLimiter(Date.now);
  const addressOf = addressReader(environment);
  const audit = createAuditLog(people, Date.now);
  const background = createBackground(report);
  const sweep = (): void => background.run(sweepAccounts({ database: people, now: Date.now }));
  sweep();
  const sweeping = setInterval(sweep, DAY_MS).unref();
  const members: Accounts = accounts({
    database: people,
    audit,
    url,
    secret,
    oauth,
    mailer,
    passwords: scryptPasswords(),
    limiter,
    crypto: nodeCrypto,
    developerKeys: accountKeys(forge, nodeCrypto, now),
    addressOf,
    background: background.run,
    now: Date.now,
    data: accountData(own),
  });
  const inFolder = folderUploads(join(folder, "uploads"), { url, secret, crypto: nodeCrypto, now });
  const portal = portalApi({
    accounts: members,
    audit,
    store: store === "" ? null : openStore(store),
    forge,
    uploads: bucket === null ? inFolder : bucketUploads(bucket),
    stats: numbers.stats,
    drafts: sqlDrafts(own),
    repeats: sqlRepeats(own),
    limiter,
    crypto: nodePorts,
    checkPackage: packageChecker(),
    url,
    origins: [url, ...origins],
    now,
    newId: () => crypto.randomUUID(),
    addressOf,
    log: ({ error }) => report(error),
    more: [members.routes, members.pages, ...(bucket === null ? [inFolder.routes] : [])],
  });
  const writes =
    forge === null
      ? "reads only: MOSIS_REGISTRY, MOSIS_GITHUB_APP_ID and MOSIS_GITHUB_APP_KEY are not all set"
      : `submits to ${environment["MOSIS_REGISTRY"]}`;
  return {
    app: portal,
    note: `Portal at ${url}, kept in ${folder}; ${writes}; ${mails}.`,
    async close() {
      clearInterval(sweeping);
      await background.settled();
      numbers.close();
      await Promise.all([own.destroy(), people.destroy()]);
    },
  };
}
