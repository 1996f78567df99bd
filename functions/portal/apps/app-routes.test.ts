import { beforeEach, describe, expect, test } from "vitest";

import { documentsOf, PortalKit, shown } from "../testing/portal-kit.ts";
import { ReviewKit } from "../../../src/testing/review-kit.ts";

const ID = "com.example.clock";
const draft = { app_id: ID, developer: "ada", name: "Clock" };

let kit: PortalKit;
beforeEach(() => {
  kit = new PortalKit();
});

const create = (body: object = draft, headers = {}) => kit.send("POST", "/apps", { body, headers });
const etagOf = async (id: string) => (await kit.send("GET", `/apps/${id}`)).headers.get("etag") ?? "";
const listing = () => {
  const review = new ReviewKit(kit.store);
  return documentsOf([review.listing(shown.notes, [kit.store.developer.signer], { seq: 2, name: "Better notes" })]);
};

describe("a draft", () => {
  test("keeps an id for its developer, and is nowhere public", async () => {
    const made = await create();
    expect(made).toMatchObject({ status: 201, body: { app_id: ID, developer: "ada", name: "Clock", status: "draft" } });
    expect(made.headers.get("location")).toBe(`/apps/${ID}`);
    expect(await kit.send("GET", `/store/apps/${ID}`)).toMatchObject({ status: 404 });
    expect(kit.forge.pulls).toEqual([]);
  });

  test("is among the apps of its members, with those that came by Git", async () => {
    await create();
    const { body } = await kit.send("GET", "/apps", { as: "viewer" });
    expect(body.apps.map(({ app_id: id, status }: { app_id: string; status: string }) => [id, status])).toEqual([
      [ID, "draft"],
      [shown.notes, "published"],
      [shown.suspended, "suspended"],
      [shown.yanked, "published"],
    ]);
    expect((await kit.send("GET", "/apps", { as: "stranger" })).body).toEqual({ apps: [] });
  });

  test("is not to be seen by others, who learn nothing of it", async () => {
    await create();
    const [drafted, never] = await Promise.all(
      [ID, "com.example.never"].map((id) => kit.send("GET", `/apps/${id}`, { as: "stranger" })),
    );
    expect(drafted).toMatchObject({ status: 404, problem: "not-found" });
    expect(drafted?.body).toEqual(never?.body);
  });

  test.for([
    ["an app of the store", { app_id: shown.notes }, "app-exists"],
    ["an app that was removed", { app_id: "com.example.gone" }, "app-removed"],
    ["another developer", { developer: "grace" }, "not-a-member"],
    ["a device of Windows", { app_id: "com.example.con" }, "invalid-request"],
    ["a member that nobody knows", { price: 3 }, "invalid-request"],
  ] as const)("is not made for %s", async ([, change, problem]) => {
    expect(await create({ ...draft, ...change })).toMatchObject({ problem });
  });

  test("is not made twice, but for the same request with the same key", async () => {
    const key = { "idempotency-key": "a-key" };
    const first = await create(draft, key);
    const again = await create(draft, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(await create({ ...draft, name: "Other" }, key)).toMatchObject({ status: 422, problem: "key-reused" });
    expect(await create()).toMatchObject({ status: 409, problem: "app-exists" });
    kit.now = new Date(kit.now.getTime() + 24 * 3_600_000 + 1);
    expect(await create(draft, key)).toMatchObject({ status: 409 });
  });

  test("is changed by whoever has seen its present state", async () => {
    await create();
    const path = `/apps/${ID}`;
    const etag = await etagOf(ID);
    kit.now = new Date(kit.now.getTime() + 1000);
    const change = (headers = {}) => kit.send("PATCH", path, { body: { summary: "Tells the time." }, headers });
    expect(await change()).toMatchObject({ status: 428, problem: "precondition-required" });
    const changed = await change({ "if-match": etag });
    expect(changed).toMatchObject({ status: 200, body: { name: "Clock", summary: "Tells the time." } });
    expect(await change({ "if-match": etag })).toMatchObject({ status: 412, problem: "precondition-failed" });
    expect(await change({ "if-match": changed.headers.get("etag") ?? "" })).toMatchObject({ status: 200 });
  });

  test("is thrown away by an owner only, and its id is free again", async () => {
    await create();
    const remove = async (as: string) =>
      kit.send("DELETE", `/apps/${ID}`, { as, headers: { "if-match": await etagOf(ID) } });
    expect(await remove("maintainer")).toMatchObject({ status: 403, problem: "insufficient-role" });
    expect(await remove("owner")).toMatchObject({ status: 204, body: null });
    expect(await create()).toMatchObject({ status: 201 });
  });
});

describe("an app in the registry", () => {
  test("gets other store pages by signed documents, in one pull request as `mosis publish` opens them", async () => {
    const path = `/apps/${shown.notes}`;
    const change = async () =>
      kit.send("PATCH", path, { body: { documents: listing() }, headers: { "if-match": await etagOf(shown.notes) } });
    const opened = await change();
    expect(opened).toMatchObject({ status: 202, body: { number: 1, kind: "listing" } });
    expect(opened.headers.get("location")).toBe("/submissions/1");
    const [pull] = kit.forge.pulls;
    expect(pull?.branch).toMatch(/^mosis\/com\.example\.notes\/listing-[0-9a-f]{16}$/);
    expect(pull?.body).toContain('<!-- mosis-submission {"kind":"listing","subject":"com.example.notes"');
    expect(pull?.files.map((file) => file.path)).toEqual([expect.stringMatching(/listing\/en\.json$/)]);
  });

  test("is changed by no document that its owner did not sign, and then no pull request is opened", async () => {
    const [document] = listing();
    const forged = { ...document, signatures: [] };
    const headers = { "if-match": await etagOf(shown.notes) };
    const refused = await kit.send("PATCH", `/apps/${shown.notes}`, { body: { documents: [forged] }, headers });
    expect(refused).toMatchObject({ status: 422, problem: "document-refused" });
    expect(refused.body.errors).toEqual([
      { pointer: "/documents/0", message: expect.stringContaining("owner/signature") },
    ]);
    expect(kit.forge.pulls).toEqual([]);
  });

  test("stays when something of it was published", async () => {
    const headers = { "if-match": await etagOf(shown.notes) };
    expect(await kit.send("DELETE", `/apps/${shown.notes}`, { headers })).toMatchObject({
      status: 409,
      problem: "app-published",
    });
  });

  test("of which nothing was published is removed by a pull request that people decide on", async () => {
    const files = [...kit.forge.files].filter(
      ([path]) => path.includes(`/${shown.notes}/`) && !path.includes("/versions/"),
    );
    for (const [path, bytes] of files) {
      const text = new TextDecoder().decode(bytes).replaceAll(shown.notes, ID);
      kit.forge.files.set(path.replace(/apps\/..\/[^/]+/, folderOf(ID)), new TextEncoder().encode(text));
    }
    expect((await kit.send("GET", `/apps/${ID}`)).body).toMatchObject({ status: "registered", developer: "ada" });
    const headers = { "if-match": await etagOf(ID) };
    const opened = await kit.send("DELETE", `/apps/${ID}`, { headers });
    expect(opened).toMatchObject({ status: 202, body: { kind: "withdraw" } });
    expect(kit.forge.pulls[0]?.files).toMatchObject([{ path: `registry/tombstones/${ID}.json` }]);
  });
});

function folderOf(id: string): string {
  const [hex] = [
    Buffer.from(kit.ports.crypto.sha256(new TextEncoder().encode(id)))
      .toString("hex")
      .slice(0, 2),
  ];
  return `apps/${hex}/${id}`;
}
