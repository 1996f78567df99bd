import type { Context, Hono } from "hono";

import type { Accounts } from "./accounts/accounts.ts";
import type { AuditLog } from "./audit/audit-log.ts";
import type { Drafts } from "./drafts/drafts.ts";
import type { Forge } from "./forge/forge-port.ts";
import type { Repeats } from "./http/repeat.ts";
import type { Uploads } from "./uploads/uploads-port.ts";
import type { RateLimiter } from "../shared/rate-limit.ts";
import type { StoreDocuments } from "../shared/store-documents.ts";
import type { StatsReader } from "../telemetry/rollup/stats-reader.ts";
import type { CryptoPort } from "../../src/core/crypto.ts";
import type { Checker, CheckSubject } from "../../src/core/package/checking/check-messages.ts";
import type { PackagePorts } from "../../src/core/package/read-package.ts";

/** What the portal asks of where it runs. What is null is not set up, and its operations say so. */
export interface PortalPorts {
  readonly accounts: Pick<Accounts, "authenticate" | "roleOf" | "developersOf">;
  readonly audit: Pick<AuditLog, "append">;
  readonly store: StoreDocuments | null;
  readonly forge: Forge | null;
  readonly uploads: Uploads | null;
  readonly stats: StatsReader | null;
  readonly drafts: Drafts;
  readonly repeats: Repeats;
  readonly limiter: RateLimiter;
  readonly crypto: CryptoPort & PackagePorts;
  /** Asks every rule of packages, in a worker with deadlines. */
  readonly checkPackage: Checker<CheckSubject>;
  /** Address of the portal, without a slash at the end. */
  readonly url: string;
  /** Pages that browsers may call from: the portal's own and those of the store. */
  readonly origins: readonly string[];
  readonly now: () => Date;
  readonly newId: () => string;
  /** Whose request it is, as far as the network tells. */
  readonly addressOf: (context: Context) => string;
  /** Routes of other parts that answer under the same rules, such as those of accounts. */
  readonly more: readonly Hono[];
  /** What failed in the portal itself. */
  readonly log: (entry: { readonly id: string; readonly error: unknown }) => void;
}
