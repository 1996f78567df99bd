import { Hono } from "hono";

import { roles } from "../identity.ts";
import { mails } from "../mails.ts";
import { identityOf, limit, type Parts } from "../parts.ts";
import { accountProblem } from "../problems.ts";
import { email, oneOf, readBody } from "../read-body.ts";
import { developerOf, memberOf } from "./members.ts";

const LIFETIME_MS = 14 * 86_400_000;
const MOST_OPEN = 50;
const columns = ["id", "developer_id", "role", "created_at", "expires_at"] as const;

/** `/developers/:id/invitations` for owners, and `/invitations` for who is invited. */
export function invitationRoutes(parts: Parts): Hono {
  const { memberships, ports } = parts;
  const { database, audit } = ports;
  const routes = new Hono();
  const iso = (ms: number): string => new Date(ms).toISOString();

  routes.get("/developers/:id/invitations", async (context) => {
    const developer = developerOf(context);
    await memberOf(parts, context, developer, "account", "owner");
    const rows = await database
      .selectFrom("invitation")
      .select(["id", "email", "role", "created_at", "expires_at"])
      .where("developer_id", "=", developer)
      .where("expires_at", ">", iso(ports.now()))
      .execute();
    return context.json({ invitations: rows });
  });

  routes.post("/developers/:id/invitations", async (context) => {
    const developer = developerOf(context);
    const { userId } = await memberOf(parts, context, developer, "account", "owner");
    const body = await readBody(context.req.raw, { email, role: oneOf(roles) });
    limit(parts, context, "mails", body.email);
    const time = ports.now();
    await database.deleteFrom("invitation").where("expires_at", "<=", iso(time)).execute();
    const open = await database.selectFrom("invitation").select("id").where("developer_id", "=", developer).execute();
    if (open.length >= MOST_OPEN)
      throw accountProblem("too-many", `At most ${MOST_OPEN} invitations are open at once.`);
    const row = { ...body, id: crypto.randomUUID(), created_at: iso(time), expires_at: iso(time + LIFETIME_MS) };
    const { numInsertedOrUpdatedRows } = await database
      .insertInto("invitation")
      .values({ ...row, developer_id: developer, invited_by: userId })
      .onConflict((conflict) => conflict.columns(["developer_id", "email"]).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) {
      throw accountProblem("too-many", "There is an open invitation to this address. Take it back first.");
    }
    // Whether the address has an account is nobody's business here.
    ports.background(ports.mailer(mails(ports.url).invitation(body.email, developer, body.role)));
    const detail = { developer, role: body.role };
    await audit.append({ actor: userId, action: "invitation.create", subject: `invitation:${row.id}`, detail });
    return context.json(row, 201, { location: `/developers/${developer}/invitations/${row.id}` });
  });

  routes.delete("/developers/:id/invitations/:invitation", async (context) => {
    const developer = developerOf(context);
    const { userId } = await memberOf(parts, context, developer, "account", "owner");
    const id = context.req.param("invitation");
    const { numDeletedRows } = await database
      .deleteFrom("invitation")
      .where("id", "=", id)
      .where("developer_id", "=", developer)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw accountProblem("not-found", `"${developer}" has no such open invitation.`);
    await audit.append({
      actor: userId,
      action: "invitation.revoke",
      subject: `invitation:${id}`,
      detail: { developer },
    });
    return context.body(null, 204);
  });

  routes.get("/invitations", async (context) => {
    const { userId } = await identityOf(parts, context, "account");
    const rows = await database
      .selectFrom("invitation")
      .select(columns)
      .where("email", "=", await addressOf(userId))
      .where("expires_at", ">", iso(ports.now()))
      .execute();
    return context.json({ invitations: rows.map(({ developer_id, ...row }) => ({ ...row, developer: developer_id })) });
  });

  for (const answer of ["accept", "decline"] as const) {
    routes.post(`/developers/:id/invitations/:invitation/${answer}`, async (context) => {
      const developer = developerOf(context);
      const { userId } = await identityOf(parts, context, "account");
      const taken = await database
        .deleteFrom("invitation")
        .where("id", "=", context.req.param("invitation"))
        .where("developer_id", "=", developer)
        .where("email", "=", await addressOf(userId))
        .where("expires_at", ">", iso(ports.now()))
        .returning(["id", "role", "invited_by"])
        .executeTakeFirst();
      if (taken === undefined) throw accountProblem("not-found", "Your address has no such open invitation.");
      const { id, role, invited_by } = taken;
      // Who was an owner by a key stays it.
      const before = await memberships.roleOf(userId, developer);
      if (answer === "accept" && before === null) {
        await memberships.put({ developer_id: developer, user_id: userId, role, keyid: null, invited_by });
      }
      const detail = { developer, role };
      await audit.append({ actor: userId, action: `invitation.${answer}`, subject: `invitation:${id}`, detail });
      return answer === "accept" ? context.json({ developer, role: before ?? role }) : context.body(null, 204);
    });
  }

  /** Of an account that has a session or a key, so that the address is confirmed. */
  async function addressOf(userId: string): Promise<string> {
    const { email: address } = await database
      .selectFrom("user")
      .select("email")
      .where("id", "=", userId)
      .where("emailVerified", "=", 1)
      .executeTakeFirstOrThrow();
    return address;
  }

  return routes;
}
