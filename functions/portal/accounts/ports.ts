import type { Context } from "hono";
import type { Kysely } from "kysely";

import type { AccountTables } from "./tables.ts";
import type { PublicKey } from "../../../src/core/signing/public-key.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import type { DeveloperId } from "../../../src/core/ids/ids.ts";
import type { RateLimiter } from "../../shared/rate-limit.ts";
import type { AuditLog } from "../audit/audit-log.ts";

/** A message to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text, in lines. */
  readonly text: string;
}

/** Hands a message over to what delivers it. */
export type Mailer = (mail: Mail) => Promise<void>;

/** Hashes of passwords say by themselves how they were made. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/** An OAuth application of the operator. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider answers, such as `https://github.com`; others than the real ones are for tests and for GitHub Enterprise. */
  readonly site: string;
  readonly api: string;
}

export const oauthProviders = ["github", "google"] as const;
export type OAuthProvider = (typeof oauthProviders)[number];

/** What else is stored of an account, elsewhere in the portal. */
export interface AccountData {
  /** All of it, as JSON. */
  export(userId: string): Promise<Readonly<Record<string, unknown>>>;
  delete(userId: string): Promise<void>;
}

export interface AccountPorts {
  readonly database: Kysely<AccountTables>;
  readonly audit: AuditLog;
  /** Origin of the portal, such as `https://portal.example`. */
  readonly url: string;
  /** At least 32 random characters: signs cookies and links, encrypts the keys of tokens. */
  readonly secret: string;
  readonly oauth: { readonly [P in OAuthProvider]?: OAuthApp };
  readonly mailer: Mailer;
  readonly passwords: Passwords;
  readonly limiter: RateLimiter;
  readonly crypto: CryptoPort;
  /** The keys that may change the developer's document now; null if the store knows no such developer. */
  readonly developerKeys: (id: DeveloperId) => Promise<readonly PublicKey[] | null>;
  /** What requests are counted by: the address of who sent this one, or a part of it. */
  readonly addressOf: (context: Context) => string;
  /** Takes work that nobody waits for, such as sending mail, and reports its failure. */
  readonly background: (work: Promise<unknown>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly data?: AccountData;
}
