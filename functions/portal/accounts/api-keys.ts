import { parseScopes, type Scope } from "./identity.ts";
import { randomToken, sha256Hex } from "./random.ts";
import type { AccountPorts } from "./ports.ts";

export const KEY_PREFIX = "mosis_";
/** Of the random part; 43 characters as base64url. */
const KEY_BYTES = 32;
const START_CHARACTERS = KEY_PREFIX.length + 4;
/** Last use is written this often at most, so that checking a key rarely writes. */
const LAST_USE_MS = 60_000;
const DAY_MS = 86_400_000;

export const keyLimits = { perAccount: 50, daysLeast: 1, daysMost: 366, daysUsual: 90 } as const;

/** An API key as its owner sees it; the key itself is known to them alone. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly last_used_at: string | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

export interface CheckedKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Keys are random and long, so that they are looked up by a plain hash, which also leaves nothing to learn from the time it takes. */
export function createApiKeys({ database, now }: Pick<AccountPorts, "database" | "now">) {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    /** @returns the key, which nobody can ask for again */
    async create(userId: string, { name, scopes, days }: NewApiKey): Promise<ApiKey & { readonly key: string }> {
      const key = KEY_PREFIX + randomToken(KEY_BYTES);
      const time = now();
      const row = {
        id: crypto.randomUUID(),
        name,
        start: key.slice(0, START_CHARACTERS),
        created_at: iso(time),
        expires_at: iso(time + days * DAY_MS),
        last_used_at: null,
      };
      const stored = { ...row, user_id: userId, scopes: scopes.join(" "), hash: await sha256Hex(key) };
      await database.insertInto("apikey").values(stored).execute();
      return { ...row, scopes, key };
    },
    /** Null if it is unknown, revoked or expired. */
    async check(key: string): Promise<CheckedKey | null> {
      const hash = await sha256Hex(key);
      const row = await database
        .selectFrom("apikey")
        .select(["id", "user_id", "scopes", "expires_at", "last_used_at"])
        .where("hash", "=", hash)
        .executeTakeFirst();
      const time = now();
      if (row === undefined || Date.parse(row.expires_at) <= time) return null;
      if (row.last_used_at === null || Date.parse(row.last_used_at) <= time - LAST_USE_MS) {
        await database
          .updateTable("apikey")
          .set({ last_used_at: iso(time) })
          .where("id", "=", row.id)
          .execute();
      }
      return { id: row.id, userId: row.user_id, scopes: parseScopes(row.scopes) ?? new Set() };
    },
    /** Newest first. */
    async list(userId: string): Promise<readonly ApiKey[]> {
      const rows = await database
        .selectFrom("apikey")
        .select(["id", "name", "start", "scopes", "created_at", "expires_at", "last_used_at"])
        .where("user_id", "=", userId)
        .orderBy("created_at", "desc")
        .execute();
      return rows.map((row) => ({ ...row, scopes: [...(parseScopes(row.scopes) ?? [])] }));
    },
    /** False if the account has no such key. */
    async revoke(userId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await database
        .deleteFrom("apikey")
        .where("id", "=", id)
        .where("user_id", "=", userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

export type ApiKeys = ReturnType<typeof createApiKeys>;
