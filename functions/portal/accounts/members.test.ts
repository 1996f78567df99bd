import { expect, test } from "vitest";

import { type Answer, problemOf, type TestPortal, testPortal } from "./testing/portal.ts";
import type { PublicKey } from "../../../src/core/signing/public-key.ts";
import type { SignedBody } from "../../../src/core/json/signed-document.ts";
import { signDocument } from "../../../src/core/signing/signatures.ts";
import { aSigner } from "../../../src/testing/builders.ts";

const key = aSigner("lab");

/** A store with one developer, `lab`. */
function portalOfLab(keys: readonly PublicKey[] = [key.key]): TestPortal {
  return testPortal({ developerKeys: async (id) => (id === "lab" ? keys : null) });
}

type Member = Awaited<ReturnType<TestPortal["signedUp"]>>;

async function challengeFor(member: Member, developer = "lab"): Promise<SignedBody> {
  return (await member.send(`POST /developers/${developer}/challenges`)).body["challenge"] as SignedBody;
}

async function prove(member: Member, signed: SignedBody, by = key, developer = "lab"): Promise<Answer> {
  return member.send(`POST /developers/${developer}/members`, { body: signDocument(signed, [by]) });
}

async function ownerOf(portal: TestPortal, name: string): Promise<Member> {
  const owner = await portal.signedUp(name);
  expect((await prove(owner, await challengeFor(owner))).status).toBe(201);
  return owner;
}

async function invited(portal: TestPortal, owner: Member, name: string, role: string): Promise<Member> {
  const member = await portal.signedUp(name);
  const { id } = (await owner.send("POST /developers/lab/invitations", { body: { email: member.email, role } })).body;
  expect((await member.send(`POST /developers/lab/invitations/${id}/accept`)).status).toBe(200);
  return member;
}

test("who signs a challenge with a key of the developer is an owner, for as long as the key counts", async () => {
  const keys = [key.key];
  const portal = portalOfLab(keys);
  const ada = await ownerOf(portal, "ada");
  expect(await portal.accounts.roleOf(ada.id, "lab")).toBe("owner");
  expect(await portal.accounts.developersOf(ada.id)).toEqual(["lab"]);
  expect((await ada.send("GET /auth/me")).body["developers"]).toEqual([{ developer: "lab", role: "owner" }]);
  expect((await ada.send("GET /developers/lab/members")).body["members"]).toMatchObject([
    { user_id: ada.id, name: "ada", role: "owner", proof: `key:${key.key.keyid}` },
  ]);
  keys.splice(0, 1, aSigner("new").key);
  expect(await portal.accounts.roleOf(ada.id, "lab")).toBeNull();
  expect(problemOf(await ada.send("GET /developers/lab/members"))).toBe("403 not-a-member");
});

test("a proof by another key, of another account, developer or portal, changed, used or late, is refused", async () => {
  let time = Date.now();
  const portal = testPortal({
    developerKeys: async (id) => (["lab", "other"].includes(id) ? [key.key] : null),
    now: () => time,
  });
  const mallory = await portal.signedUp("mallory");
  const ada = await portal.signedUp("ada");
  const refused = async (member: Member, signed: SignedBody, by = key, developer = "lab") => {
    expect(problemOf(await prove(member, signed, by, developer))).toBe("422 invalid-proof");
    expect(await portal.accounts.roleOf(member.id, developer)).toBeNull();
  };
  await refused(mallory, await challengeFor(mallory), aSigner("mallory"));
  await refused(mallory, await challengeFor(ada));
  await refused(mallory, { ...(await challengeFor(ada)), account: mallory.id });
  await refused(mallory, await challengeFor(mallory, "other"));
  await refused(mallory, { ...(await challengeFor(mallory)), portal: "https://evil.example" });
  await refused(mallory, { ...(await challengeFor(mallory)), expires: "2099-01-01T00:00:00.000Z" });
  await refused(mallory, { _type: "mosis-version", spec_version: "1.0.0", nonce: "x" });
  const used = await challengeFor(ada);
  expect((await prove(ada, used)).status).toBe(201);
  await ada.send(`POST /developers/lab/challenges`);
  expect(problemOf(await prove(ada, used))).toBe("422 invalid-proof");
  const late = await challengeFor(mallory);
  time += 900_001;
  await refused(mallory, late);
  expect(problemOf(await mallory.send("POST /developers/lab/members", { body: {} }))).toBe("422 invalid-proof");
  expect(problemOf(await prove(mallory, await challengeFor(mallory, "nobody"), key, "nobody"))).toBe("404 not-found");
});

test("who is invited accepts or declines with the account of that address, and nobody else does", async () => {
  const portal = portalOfLab();
  const ada = await ownerOf(portal, "ada");
  const [grace, mallory] = [await portal.signedUp("grace"), await portal.signedUp("mallory")];
  const invite = () =>
    ada.send("POST /developers/lab/invitations", { body: { email: "Grace@example.com", role: "maintainer" } });
  const first = await invite();
  expect(first.status).toBe(201);
  expect(portal.mails.at(-1)).toMatchObject({ to: "grace@example.com", subject: "You are invited to lab" });
  expect(problemOf(await invite())).toBe("409 too-many");
  const at = `/developers/lab/invitations/${first.body["id"]}`;
  expect(problemOf(await mallory.send(`POST ${at}/accept`))).toBe("404 not-found");
  expect((await mallory.send("GET /invitations")).body["invitations"]).toEqual([]);
  expect((await grace.send("GET /invitations")).body["invitations"]).toMatchObject([
    { developer: "lab", role: "maintainer" },
  ]);
  expect((await grace.send(`POST ${at}/decline`)).status).toBe(204);
  expect(await portal.accounts.roleOf(grace.id, "lab")).toBeNull();
  expect(problemOf(await grace.send(`POST ${at}/accept`))).toBe("404 not-found");
  const { id } = (await invite()).body;
  expect((await ada.send(`DELETE /developers/lab/invitations/${id}`)).status).toBe(204);
  const again = (await invite()).body["id"];
  expect((await grace.send(`POST /developers/lab/invitations/${again}/accept`)).body).toEqual({
    developer: "lab",
    role: "maintainer",
  });
  expect(await portal.accounts.roleOf(grace.id, "lab")).toBe("maintainer");
});

test("inviting somebody tells nothing of whether the address has an account", async () => {
  const portal = portalOfLab();
  const ada = await ownerOf(portal, "ada");
  await portal.signedUp("grace");
  const bodies: Answer["body"][] = [];
  for (const email of ["grace@example.com", "nobody@example.com"]) {
    bodies.push((await ada.send("POST /developers/lab/invitations", { body: { email, role: "viewer" } })).body);
  }
  expect(bodies.map((body) => Object.keys(body))).toEqual([Object.keys(bodies[0] ?? {}), Object.keys(bodies[0] ?? {})]);
  expect(portal.mails.slice(-2).map(({ to }) => to)).toEqual(["grace@example.com", "nobody@example.com"]);
});

test("only owners decide who is what; whoever else can read, or leave", async () => {
  const portal = portalOfLab();
  const ada = await ownerOf(portal, "ada");
  const grace = await invited(portal, ada, "grace", "maintainer");
  const mallory = await portal.signedUp("mallory");
  const email = { email: "more@example.com", role: "owner" };
  for (const [operation, body] of [
    [`PATCH /developers/lab/members/${grace.id}`, { role: "owner" }],
    [`DELETE /developers/lab/members/${ada.id}`, undefined],
    ["POST /developers/lab/invitations", email],
    ["GET /developers/lab/invitations", undefined],
  ] as const) {
    expect(problemOf(await grace.send(operation, { body })), operation).toBe("403 insufficient-role");
    expect(problemOf(await mallory.send(operation, { body })), operation).toBe("403 not-a-member");
  }
  expect((await grace.send("GET /developers/lab/members")).body["members"]).toHaveLength(2);
  expect((await ada.send(`PATCH /developers/lab/members/${grace.id}`, { body: { role: "viewer" } })).status).toBe(200);
  expect(await portal.accounts.roleOf(grace.id, "lab")).toBe("viewer");
  expect(problemOf(await ada.send(`DELETE /developers/lab/members/${ada.id}`))).toBe("409 last-owner");
  expect(problemOf(await ada.send(`PATCH /developers/lab/members/${ada.id}`, { body: { role: "viewer" } }))).toBe(
    "409 last-owner",
  );
  expect((await grace.send(`DELETE /developers/lab/members/${grace.id}`)).status).toBe(204);
  expect(await portal.accounts.roleOf(grace.id, "lab")).toBeNull();
});

test("a key without the scope neither proves nor decides anything", async () => {
  const portal = portalOfLab();
  const ada = await ownerOf(portal, "ada");
  const { key: apiKey } = (await ada.send("POST /keys", { body: { name: "k", scopes: ["apps:write"] } })).body;
  const headers = { authorization: `Bearer ${apiKey}` };
  for (const operation of [
    "POST /developers/lab/challenges",
    "POST /developers/lab/members",
    "GET /developers/lab/members",
  ]) {
    expect(problemOf(await portal.send(operation, { headers })), operation).toBe("403 insufficient-scope");
  }
});
