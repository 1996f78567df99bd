import { DatabaseSync } from "node:sqlite";

import { Hono } from "hono";
import { Kysely } from "kysely";

import { checkAnswer } from "./check-answer.ts";
import { accounts, type Accounts } from "../accounts.ts";
import { accountMigrations } from "../migrations.ts";
import { nodeCrypto } from "../node/crypto.ts";
import type { AccountPorts, Mail } from "../ports.ts";
import type { AccountTables } from "../tables.ts";
import { migrate } from "../../../shared/migrate.ts";
import { ProblemError, problemResponse } from "../../../shared/problem.ts";
import { createRateLimiter } from "../../../shared/rate-limit.ts";
import { nodeSqliteDialect } from "../../../shared/sqlite.ts";
import { createAuditLog } from "../../audit/audit-log.ts";

export const PORTAL = "https://portal.example";
export const PASSWORD = "correct horse battery staple";

/** What is sent, in short. */
export interface Sent {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into it as they like.
  readonly body: { readonly [name: string]: any }; // oxlint-disable-line typescript/no-explicit-any
}

export interface TestPortal {
  readonly accounts: Accounts;
  readonly ports: AccountPorts;
  readonly sqlite: DatabaseSync;
  readonly mails: Mail[];
  /** How often a password was hashed or compared. */
  readonly work: { hashed: number };
  /** `"POST /auth/login"`, from an address of its own unless told. */
  send(operation: string, sent?: Sent): Promise<Answer>;
  /** A browser: keeps cookies, and sends origin and CSRF token with changes. */
  browser(): Browser;
  /** Registered, confirmed, and signed in in a browser. */
  signedUp(name: string): Promise<Browser & { readonly id: string; readonly email: string }>;
  settle(): Promise<void>;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  csrfToken: string;
  send(operation: string, sent?: Sent): Promise<Answer>;
}

/** Accounts in memory. Passwords are hashed by something quick. */
export function testPortal(change: Partial<AccountPorts> = {}): TestPortal {
  const sqlite = new DatabaseSync(":memory:");
  migrate(sqlite, accountMigrations);
  const database = new Kysely<AccountTables>({ dialect: nodeSqliteDialect(sqlite) });
  const now = (): number => Date.now();
  const mails: Mail[] = [];
  const work = { hashed: 0 };
  const pending = new Set<Promise<unknown>>();
  const ports: AccountPorts = {
    database,
    audit: createAuditLog(database, now),
    url: PORTAL,
    secret: "Q2hhbmdlIG1lIGJlZm9yZSB5b3Ugc3RhcnQgbWU9",
    oauth: {},
    mailer: async (mail) => void mails.push(mail),
    passwords: {
      async hash(password) {
        work.hashed += 1;
        return `plain$${password}`;
      },
      async verify(hash, password) {
        work.hashed += 1;
        return hash === `plain$${password}`;
      },
    },
    limiter: createRateLimiter(now),
    crypto: nodeCrypto,
    developerKeys: async () => null,
    addressOf: (context) => context.req.header("x-test-address") ?? "",
    background(promise) {
      pending.add(promise);
      void promise.finally(() => pending.delete(promise));
    },
    now,
    ...change,
  };
  const made = accounts(ports);
  const app = new Hono();
  app.route("/", made.routes);
  app.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error.problem, error.headers);
    throw error;
  });
  const settle = async (): Promise<void> => {
    while (pending.size > 0) await Promise.all(pending);
  };
  let visitors = 0;

  const send: TestPortal["send"] = async (operation, { body, form, headers = {}, from } = {}) => {
    const [method = "", path = ""] = operation.split(" ");
    visitors += 1;
    const init = {
      method,
      headers: {
        "x-test-address": from ?? `visitor ${visitors}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(form === undefined ? {} : { body: form }),
    };
    const response = await app.request(new Request(new URL(path, PORTAL), init));
    await settle();
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const answer = isJson ? (JSON.parse(text) as Answer["body"]) : null;
    checkAnswer(operation, response.status, answer);
    return { status: response.status, headers: response.headers, body: answer ?? { text } };
  };

  const browser = (): Browser => {
    const cookies = new Map<string, string>();
    const self: Browser = {
      cookies,
      csrfToken: "",
      async send(operation, { headers = {}, ...sent } = {}) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const own = {
          ...(cookie === "" ? {} : { cookie }),
          ...(operation.startsWith("GET") ? {} : { origin: PORTAL, "x-csrf-token": self.csrfToken }),
        };
        const answer = await send(operation, { ...sent, headers: { ...own, ...headers } });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (/max-age=0/i.test(line)) cookies.delete(name);
          else cookies.set(name, value);
        }
        if (typeof answer.body["csrf_token"] === "string") self.csrfToken = answer.body["csrf_token"];
        return answer;
      },
    };
    return self;
  };

  return {
    accounts: made,
    ports,
    sqlite,
    mails,
    work,
    send,
    browser,
    settle,
    async signedUp(name) {
      const email = `${name}@example.com`;
      await send("POST /auth/register", { body: { name, email, password: PASSWORD } });
      await send(`GET /auth${linkIn(mails.at(-1))}`);
      const own = browser();
      const { body } = await own.send("POST /auth/login", { body: { email, password: PASSWORD } });
      return Object.assign(own, { id: String(body["account"]?.id), email });
    },
  };
}

/** Status and name of a problem, such as `404 not-found`. */
export function problemOf({ status, body }: Answer): string {
  return `${status} ${String(body["type"]).split("/").at(-1)}`;
}

/** The path of the page that a mail links to. */
export function linkIn(mail: Mail | undefined): string {
  const link = mail?.text.split("\n").find((line) => line.startsWith(`${PORTAL}/`)) ?? "";
  return link.slice(PORTAL.length);
}
