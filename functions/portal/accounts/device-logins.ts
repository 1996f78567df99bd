import { parseScopes, type Scope } from "./identity.ts";
import { randomToken, sha256Hex } from "./random.ts";
import type { AccountPorts } from "./ports.ts";

/** Programs that sign in with a code (RFC 8628), by what they call themselves, with the name that people are shown. */
export const deviceClients: ReadonlyMap<string, string> = new Map([["mosis-cli", "mosis, the command line"]]);

export const deviceTimes = { lifetimeSeconds: 900, intervalSeconds: 5 } as const;

/** No vowels, so that no word comes out, and nothing that looks like something else (RFC 8628 section 6.1). */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
const CODE_CHARACTERS = 8;
const DEVICE_CODE_BYTES = 32;

export interface DeviceLogin {
  readonly client: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly expires_at: string;
}

/** What a program that asks gets: who approved it, or the error of RFC 8628 section 3.5. */
export type Redeemed =
  | (DeviceLogin & { readonly ok: true; readonly userId: string })
  | { readonly ok: false; readonly error: "authorization_pending" | "slow_down" | "access_denied" | "expired_token" };

/** The program shows a short code; somebody who is signed in types it in, and then the program's long one gets it a key, once. */
export function createDeviceLogins({ database, now }: Pick<AccountPorts, "database" | "now">) {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    async begin(client: string, scopes: readonly Scope[]): Promise<{ deviceCode: string; userCode: string }> {
      const time = now();
      await database.deleteFrom("device_login").where("expires_at", "<", iso(time)).execute();
      const deviceCode = randomToken(DEVICE_CODE_BYTES);
      const code = randomCode();
      const row = { user_code: code, client, scopes: scopes.join(" "), user_id: null, polled_at: null };
      const expires_at = iso(time + deviceTimes.lifetimeSeconds * 1000);
      await database
        .insertInto("device_login")
        .values({ ...row, hash: await sha256Hex(deviceCode), status: "pending", expires_at })
        .execute();
      return { deviceCode, userCode: `${code.slice(0, 4)}-${code.slice(4)}` };
    },
    /** What waits for an answer under a code, as it was typed; null if nothing does. */
    async waiting(typed: string): Promise<DeviceLogin | null> {
      const row = await database
        .selectFrom("device_login")
        .select(["client", "scopes", "expires_at"])
        .where("user_code", "=", normalized(typed))
        .where("status", "=", "pending")
        .where("expires_at", ">", iso(now()))
        .executeTakeFirst();
      return row === undefined ? null : { ...row, scopes: parseScopes(row.scopes) ?? new Set() };
    },
    /** False if nothing waits for an answer under the code. */
    async answer(typed: string, userId: string, status: "approved" | "denied"): Promise<boolean> {
      const { numUpdatedRows } = await database
        .updateTable("device_login")
        .set({ status, user_id: userId })
        .where("user_code", "=", normalized(typed))
        .where("status", "=", "pending")
        .where("expires_at", ">", iso(now()))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async redeem(deviceCode: string, client: string): Promise<Redeemed> {
      const hash = await sha256Hex(deviceCode);
      const time = now();
      const row = await database
        .selectFrom("device_login")
        .selectAll()
        .where("hash", "=", hash)
        .where("client", "=", client)
        .executeTakeFirst();
      if (row === undefined || Date.parse(row.expires_at) <= time) return { ok: false, error: "expired_token" };
      if (row.status === "approved") {
        // Of two that ask at once, one finds it.
        const taken = await database
          .deleteFrom("device_login")
          .where("hash", "=", hash)
          .returningAll()
          .executeTakeFirst();
        if (taken === undefined || taken.user_id === null) return { ok: false, error: "expired_token" };
        return { ...taken, ok: true, userId: taken.user_id, scopes: parseScopes(taken.scopes) ?? new Set() };
      }
      if (row.status === "denied") return { ok: false, error: "access_denied" };
      await database
        .updateTable("device_login")
        .set({ polled_at: iso(time) })
        .where("hash", "=", hash)
        .execute();
      const isEarly = row.polled_at !== null && time - Date.parse(row.polled_at) < deviceTimes.intervalSeconds * 1000;
      return { ok: false, error: isEarly ? "slow_down" : "authorization_pending" };
    },
  };
}

function normalized(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z]/g, "");
}

function randomCode(): string {
  let code = "";
  while (code.length < CODE_CHARACTERS) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    // Each letter as likely as the others: 240 is the last multiple of 20.
    if (byte < 240) code += ALPHABET[byte % ALPHABET.length] ?? "";
  }
  return code;
}
