import type { AccountPorts } from "./ports.ts";

/** Everything that is stored of an account, but for secrets: of those it says that they are there, and how. */
export async function exportAccount(
  { database, audit, data }: Pick<AccountPorts, "database" | "audit" | "data">,
  userId: string,
): Promise<Readonly<Record<string, unknown>>> {
  const user = await database.selectFrom("user").selectAll().where("id", "=", userId).executeTakeFirstOrThrow();
  const logins = await database.selectFrom("account").selectAll().where("userId", "=", userId).execute();
  const sessions = await database.selectFrom("session").selectAll().where("userId", "=", userId).execute();
  const keys = await database.selectFrom("apikey").selectAll().where("user_id", "=", userId).execute();
  return {
    account: { ...user, emailVerified: user.emailVerified === 1 },
    logins: logins.map((login) => ({ ...login, password: login.password === null ? null : "kept as a scrypt hash" })),
    sessions: sessions.map((session) => ({ ...session, token: "kept, and known to the browser" })),
    api_keys: keys.map((key) => ({ ...key, hash: "SHA-256 of the key, which is not kept" })),
    device_logins: await database
      .selectFrom("device_login")
      .select(["client", "scopes", "status", "expires_at"])
      .where("user_id", "=", userId)
      .execute(),
    memberships: await database.selectFrom("membership").selectAll().where("user_id", "=", userId).execute(),
    invitations: await database
      .selectFrom("invitation")
      .selectAll()
      .where((where) => where.or([where("email", "=", user.email), where("invited_by", "=", userId)]))
      .execute(),
    challenges: await database.selectFrom("challenge").selectAll().where("user_id", "=", userId).execute(),
    audit_log: await audit.of(userId, Number.MAX_SAFE_INTEGER),
    ...(await data?.export(userId)),
  };
}
