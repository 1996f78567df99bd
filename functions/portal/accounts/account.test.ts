import { expect, test } from "vitest";

import { PASSWORD, problemOf, testPortal } from "./testing/portal.ts";

/** Every text and number in the tables, but for the audit log's. */
function everythingIn(portal: ReturnType<typeof testPortal>, tables?: readonly string[]): string {
  const names =
    tables ??
    portal.sqlite
      .prepare("select name from sqlite_schema where type = 'table'")
      .all()
      .map(({ name }) => String(name));
  return JSON.stringify(names.map((name) => portal.sqlite.prepare(`select * from "${name}"`).all()));
}

test("an export has all that is stored of an account, but for secrets", async () => {
  const portal = testPortal({ data: { export: async () => ({ drafts: ["mine"] }), delete: async () => {} } });
  const ada = await portal.signedUp("ada");
  const { key } = (await ada.send("POST /keys", { body: { name: "my laptop", scopes: ["apps:read"] } })).body;
  portal.sqlite
    .prepare("insert into membership values ('lab', ?, 'owner', 'some key', null, '2026-11-26T00:00:00.000Z')")
    .run(ada.id);
  const answer = await ada.send("GET /account/export");
  expect(answer.headers.get("content-disposition")).toContain("mosis-account.json");
  expect(answer.body).toMatchObject({
    account: { id: ada.id, name: "ada", email: ada.email, emailVerified: true },
    logins: [{ providerId: "credential", password: "kept as a scrypt hash" }],
    api_keys: [{ name: "my laptop", scopes: "apps:read" }],
    memberships: [{ developer_id: "lab", role: "owner" }],
    drafts: ["mine"],
  });
  expect(answer.body["audit_log"].map((each: { action: string }) => each.action)).toContain("key.create");
  const text = JSON.stringify(answer.body);
  const { token } = portal.sqlite.prepare("select token from session").get() as { token: string };
  for (const secret of [key, PASSWORD, token]) expect(text).not.toContain(secret);
  // Whatever column somebody adds later is in the export, too.
  for (const table of ["user", "session", "account", "apikey", "membership"]) {
    for (const column of portal.sqlite.prepare(`select name from pragma_table_info('${table}')`).all()) {
      expect(text, `${table}.${String(column["name"])}`).toContain(`"${String(column["name"])}":`);
    }
  }
});

test("an account that is deleted leaves nothing but ids in the audit log", async () => {
  const deleted: string[] = [];
  const portal = testPortal({ data: { export: async () => ({}), delete: async (id) => void deleted.push(id) } });
  const ada = await portal.signedUp("ada");
  const grace = await portal.signedUp("grace");
  await ada.send("POST /keys", { body: { name: "ada's key", scopes: ["apps:read"] } });
  await portal.send("POST /auth/password/forgot", { body: { email: ada.email } });
  expect(problemOf(await ada.send("DELETE /account", { body: { password: "not the password" } }))).toBe(
    "403 sign-in-again",
  );
  expect(problemOf(await ada.send("DELETE /account", { body: {} }))).toBe("403 sign-in-again");
  expect((await ada.send("DELETE /account", { body: { password: PASSWORD } })).status).toBe(204);
  expect(deleted).toEqual([ada.id]);
  expect(ada.cookies.size).toBe(0);
  const left = everythingIn(portal);
  expect(left).not.toContain("ada@");
  expect(left).not.toContain("ada's");
  const tables = ["user", "session", "account", "apikey", "verification", "membership"];
  expect(everythingIn(portal, tables)).not.toContain(ada.id);
  expect(everythingIn(portal, ["audit"])).toContain(ada.id);
  expect((await grace.send("GET /auth/me")).status).toBe(200);
  expect(problemOf(await portal.send("POST /auth/login", { body: { email: ada.email, password: PASSWORD } }))).toBe(
    "401 wrong-credentials",
  );
});

test("an account without a password is deleted right after signing in, or not", async () => {
  let time = Date.now();
  const portal = testPortal({ now: () => time });
  const ada = await portal.signedUp("ada");
  portal.sqlite.exec("delete from account");
  time += 960_000;
  expect(problemOf(await ada.send("DELETE /account", { body: {} }))).toBe("403 sign-in-again");
  time -= 120_000;
  expect((await ada.send("DELETE /account", { body: {} })).status).toBe(204);
});

test("people see what was done with their account, and not with others", async () => {
  const portal = testPortal();
  const ada = await portal.signedUp("ada");
  await portal.signedUp("mallory");
  const made = (await ada.send("POST /keys", { body: { name: "k", scopes: ["apps:read"] } })).body;
  await ada.send(`DELETE /keys/${made["id"]}`);
  const { entries } = (await ada.send("GET /account/audit")).body;
  expect(entries.map(({ action, subject }: { action: string; subject: string }) => [action, subject])).toEqual([
    ["key.revoke", `key:${made["id"]}`],
    ["key.create", `key:${made["id"]}`],
    ["session.create", expect.stringMatching(/^session:/)],
    ["login.add", "login:credential"],
    ["account.create", `account:${ada.id}`],
  ]);
});
