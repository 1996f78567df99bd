import { beforeEach, describe, expect, test } from "vitest";

import { PortalKit, shown } from "../testing/portal-kit.ts";
import { anApp } from "../../../src/testing/app-kit.ts";

let kit: PortalKit;
beforeEach(() => {
  kit = new PortalKit();
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  kit.send("GET", path, { as: null, headers });
const idsOf = (apps: readonly { readonly app_id: string }[]) => apps.map(({ app_id: id }) => id);

describe("browsing", () => {
  test("lists apps that can be had, and nothing that was yanked or suspended", async () => {
    const { status, body } = await get("/store/apps");
    expect(status).toBe(200);
    expect(idsOf(body.apps)).toEqual([shown.notes]);
    expect(body).toMatchObject({ total: 1, next: null });
  });

  test("goes page by page through an order that does not change between pages", async () => {
    const store = kit.ownStore();
    for (const letter of "abcde") store.withApp(anApp({ id: `com.example.${letter}app`, name: `App ${letter}` }));
    kit.publish();
    const seen: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const { body }: { body: { apps: { app_id: string }[]; next: number | null } } = await get(
        `/store/apps?sort=name&limit=2&offset=${offset}`,
      );
      seen.push(...idsOf(body.apps));
      offset = body.next;
    }
    expect(seen).toEqual([
      "com.example.aapp",
      "com.example.bapp",
      "com.example.capp",
      "com.example.dapp",
      "com.example.eapp",
      shown.notes,
    ]);
  });

  test("filters by what an app is", async () => {
    kit.ownStore().withApp(anApp({ id: "com.example.camera", name: "Lens", versions: [{ permissions: ["camera"] }] }));
    kit.publish();
    expect(idsOf((await get("/store/apps?permission=camera")).body.apps)).toEqual(["com.example.camera"]);
    expect(idsOf((await get("/store/apps?category=games")).body.apps)).toEqual([]);
    expect((await get("/store/apps?category=tools&language=en")).body.total).toBe(2);
  });

  test("searches as the pages of the store do, and forgives a wrong letter", async () => {
    kit.ownStore().withApp(anApp({ id: "com.example.lens", name: "Telescope", summary: "Looks far." }));
    kit.publish();
    expect(idsOf((await get("/store/apps?q=telescope")).body.apps)).toEqual(["com.example.lens"]);
    const { body } = await get("/store/apps?q=telescpoe");
    expect(idsOf(body.apps)).toEqual(["com.example.lens"]);
    expect(body.corrections).toEqual([{ word: "telescpoe", instead: ["telescope"] }]);
  });

  test("answers 304 to whoever has the page already", async () => {
    const etag = (await get("/store/apps")).headers.get("etag") ?? "";
    expect(await get("/store/apps", { "if-none-match": `"other", W/${etag}` })).toMatchObject({
      status: 304,
      body: null,
    });
    kit.ownStore().withApp(anApp({ id: "com.example.more", name: "More" }));
    kit.publish();
    kit.now = new Date(kit.now.getTime() + 60_000);
    expect((await get("/store/apps", { "if-none-match": etag })).status).toBe(200);
  });

  test.for(["limit=0", "limit=101", "limit=ten", "sort=worst", "page=2", "q=a&q=b"])("refuses ?%s", async (query) => {
    const { status, problem, body } = await get(`/store/apps?${query}`);
    expect({ status, problem }).toEqual({ status: 422, problem: "invalid-request" });
    expect(body.errors[0].pointer).toMatch(/^#\/query/);
  });
});

describe("a store page", () => {
  test("shows an app in a language that it has", async () => {
    const { body } = await get(`/store/apps/${shown.notes}?language=de`);
    expect(body).toMatchObject({
      app_id: shown.notes,
      name: "Notes",
      language: "en",
      languages: ["en"],
      status: "available",
    });
    expect(body.versions).toHaveLength(1);
  });

  test("tells an app that never was from one that was removed", async () => {
    expect(await get("/store/apps/com.example.never")).toMatchObject({ status: 404, problem: "not-found" });
    const removed = await get("/store/apps/com.example.gone");
    expect(removed).toMatchObject({
      status: 410,
      problem: "app-removed",
      body: { detail: expect.stringContaining("malware") },
    });
  });
});

describe("a download", () => {
  test("goes to the package, which never changes", async () => {
    const { status, headers } = await get(`/store/apps/${shown.notes}/download`);
    expect(status).toBe(302);
    expect(headers.get("location")).toBe(`https://store.example/packages/${shown.notes}/1/package.mosis`);
  });

  test("is of the newest version of a track or a steadier one, or of the one that is named", async () => {
    const app = kit.ownStore().app();
    app.withVersion({ track: "beta" }).withVersion({});
    app.withVersion({ track: "beta" });
    kit.publish();
    const to = async (query: string) =>
      (await get(`/store/apps/${shown.notes}/download${query}`)).headers.get("location");
    expect(await to("")).toContain("/3/");
    expect(await to("?track=beta")).toContain("/4/");
    expect(await to("?version_code=2")).toContain("/2/");
  });

  test("of what was yanked or suspended says so, and why", async () => {
    const yanked = await get(`/store/apps/${shown.yanked}/download`);
    expect(yanked).toMatchObject({
      status: 410,
      problem: "version-yanked",
      body: { detail: expect.stringContaining("It crashes.") },
    });
    const suspended = await get(`/store/apps/${shown.suspended}/download`);
    expect(suspended).toMatchObject({
      status: 451,
      problem: "app-suspended",
      body: { detail: expect.stringContaining("It spies.") },
    });
    expect(await get(`/store/apps/${shown.notes}/download?version_code=9`)).toMatchObject({ status: 404 });
  });
});
