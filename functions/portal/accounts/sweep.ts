import type { AccountPorts } from "./ports.ts";

/** How long an expired key is still listed, so that its owner sees why a program stopped. */
const EXPIRED_KEY_MS = 30 * 86_400_000;

/** Removes what has expired: sessions, links, codes, challenges, invitations, and keys a month after. */
export async function sweepAccounts({ database, now }: Pick<AccountPorts, "database" | "now">): Promise<void> {
  const time = now();
  const before = new Date(time).toISOString();
  await database.deleteFrom("session").where("expiresAt", "<", before).execute();
  await database.deleteFrom("verification").where("expiresAt", "<", before).execute();
  await database.deleteFrom("device_login").where("expires_at", "<", before).execute();
  await database.deleteFrom("challenge").where("expires_at", "<", before).execute();
  await database.deleteFrom("invitation").where("expires_at", "<", before).execute();
  const oldKeys = new Date(time - EXPIRED_KEY_MS).toISOString();
  await database.deleteFrom("apikey").where("expires_at", "<", oldKeys).execute();
}
