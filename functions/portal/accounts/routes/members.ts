import { type Context, Hono } from "hono";

import { type Identity, type Role, roles, type Scope } from "../identity.ts";
import { identityOf, type Parts } from "../parts.ts";
import { accountProblem } from "../problems.ts";
import { createProofs } from "../proof.ts";
import { oneOf, readBody } from "../read-body.ts";
import { limits } from "../../../shared/limits.ts";
import { readJson } from "../../../shared/read-json.ts";
import { type DeveloperId, parseDeveloperId } from "../../../../src/core/ids/ids.ts";

/** `/developers/:id/challenges` and `/developers/:id/members`: who works for a developer, and what proves it. */
export function memberRoutes(parts: Parts): Hono {
  const { memberships, ports } = parts;
  const proofs = createProofs(ports);
  const routes = new Hono();

  routes.post("/developers/:id/challenges", async (context) => {
    const { userId } = await identityOf(parts, context, "keys:write");
    return context.json({ challenge: await proofs.challenge(developerOf(context), userId) }, 201);
  });

  routes.post("/developers/:id/members", async (context) => {
    const { userId } = await identityOf(parts, context, "keys:write");
    const developer = developerOf(context);
    const document = await readJson(context.req.raw, { maxBytes: limits.sizes.portalBytes.limit });
    const keyid = await proofs.check(developer, userId, document);
    await memberships.put({ developer_id: developer, user_id: userId, role: "owner", keyid, invited_by: null });
    const detail = { developer, role: "owner", keyid };
    await ports.audit.append({ actor: userId, action: "member.add", subject: `account:${userId}`, detail });
    return context.json({ developer, user_id: userId, role: "owner" }, 201);
  });

  routes.get("/developers/:id/members", async (context) => {
    const developer = developerOf(context);
    await memberOf(parts, context, developer, "account", "viewer");
    const members = await memberships.ofDeveloper(developer);
    const names = await ports.database
      .selectFrom("user")
      .select(["id", "name"])
      .where(
        "id",
        "in",
        members.map(({ user_id }) => user_id),
      )
      .execute();
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    return context.json({
      members: members.map(({ user_id, role, keyid, created_at }) => ({
        user_id,
        name: nameOf.get(user_id) ?? null,
        role,
        proof: keyid === null ? "invitation" : `key:${keyid}`,
        created_at,
      })),
    });
  });

  routes.patch("/developers/:id/members/:user", async (context) => {
    const developer = developerOf(context);
    const { userId } = await memberOf(parts, context, developer, "account", "owner");
    const { role } = await readBody(context.req.raw, { role: oneOf(roles) });
    const user = context.req.param("user");
    const member = await existing(developer, user);
    if (role !== "owner") await keepAnOwner(developer, user);
    await memberships.put({ ...member, role, invited_by: userId });
    const detail = { developer, role };
    await ports.audit.append({ actor: userId, action: "member.change", subject: `account:${user}`, detail });
    return context.json({ developer, user_id: user, role });
  });

  routes.delete("/developers/:id/members/:user", async (context) => {
    const developer = developerOf(context);
    const user = context.req.param("user");
    const { userId } = await identityOf(parts, context, "account");
    if (user !== userId) await memberOf(parts, context, developer, "account", "owner");
    await existing(developer, user);
    await keepAnOwner(developer, user);
    await memberships.remove(developer, user);
    const detail = { developer };
    await ports.audit.append({ actor: userId, action: "member.remove", subject: `account:${user}`, detail });
    return context.body(null, 204);
  });

  async function existing(developer: string, user: string) {
    const member = (await memberships.ofDeveloper(developer)).find(({ user_id }) => user_id === user);
    if (member === undefined) throw accountProblem("not-found", `"${developer}" has no such member.`);
    const { developer_id, user_id, keyid } = member;
    return { developer_id, user_id, keyid };
  }

  /** With a key anybody of the developer can become owner again, but whoever is left should not have to. */
  async function keepAnOwner(developer: string, without: string): Promise<void> {
    const members = await memberships.ofDeveloper(developer);
    const isNeeded = members.some(({ user_id, role }) => user_id === without && role === "owner");
    if (!isNeeded || members.some(({ user_id, role }) => user_id !== without && role === "owner")) return;
    throw accountProblem("last-owner", `Make somebody else an owner of "${developer}" first.`);
  }

  return routes;
}

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, maintainer: 1, owner: 2 };

/**
 * Who sent the request, if they have at least a role for the developer.
 *
 * @throws ProblemError `not-a-member`, `insufficient-role`, and what `identityOf` throws
 */
export async function memberOf(
  parts: Parts,
  context: Context,
  developer: DeveloperId,
  scope: Scope,
  least: Role,
): Promise<Identity> {
  const identity = await identityOf(parts, context, scope);
  const role = await parts.memberships.roleOf(identity.userId, developer);
  if (role === null) throw accountProblem("not-a-member", `You are no member of "${developer}".`);
  if (RANKS[role] >= RANKS[least]) return identity;
  throw accountProblem("insufficient-role", `It takes the role ${least} of "${developer}", and you are ${role}.`);
}

export function developerOf(context: Context): DeveloperId {
  const id = parseDeveloperId(context.req.param("id"));
  if (id === null) throw accountProblem("not-found", "No developer has such an id.");
  return id;
}
