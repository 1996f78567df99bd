import { parseXml } from "@rgrove/parse-xml";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";

import { buildIndex, type StoreIndex } from "./build-index.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { anApp } from "../../testing/app-kit.ts";
import { checkAtom, children } from "../../testing/feeds/check-atom.ts";
import { jsonFeedSchema } from "../../testing/feeds/json-feed-schema.ts";
import { allAt } from "../../testing/index-kit.ts";
import { siteFixture } from "../../testing/site-fixture.ts";
import { ATTACK, type FixtureApp, fixtureApps } from "../../testing/site-fixture-apps.ts";
import { aStore } from "../../testing/store-kit.ts";

interface JsonFeed {
  readonly title: string;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly content_text: string;
    readonly date_published: string;
    readonly language?: string;
  }[];
}

const URL_OF_STORE = "https://store.example/";
let index: StoreIndex;

beforeAll(async () => {
  ({ index } = await siteFixture(URL_OF_STORE));
});

describe("every Atom feed", () => {
  test("is well-formed and keeps what RFC 4287 demands", () => {
    const wrong = feedPaths(index, ".atom").flatMap((path) => checkAtom(read(index, path)).map((at) => [path, at]));
    expect(wrong).toEqual([]);
  });

  test("says the same as its twin in JSON", () => {
    const differing = feedPaths(index, ".atom").filter((path) => {
      const { root } = parseXml(read(index, path));
      const entries = root === null ? [] : children(root, "entry");
      const parts = entries.map((entry) =>
        ["id", "title", "content", "published"].map((name) => children(entry, name)[0]?.text),
      );
      const items = json(index, path.replace(/atom$/, "json")).items.map((item) => [
        item.id,
        item.title,
        item.content_text,
        item.date_published,
      ]);
      return JSON.stringify(parts) !== JSON.stringify(items);
    });
    expect(differing).toEqual([]);
  });
});

test("every JSON feed keeps JSON Feed 1.1", () => {
  const validate = new Ajv2020({ allErrors: true }).compile(jsonFeedSchema);
  const paths = feedPaths(index, ".json");
  expect(paths.length).toBeGreaterThan(60);
  const wrong = paths.flatMap((path) => (validate(json(index, path)) ? [] : [[path, validate.errors]]));
  expect(wrong).toEqual([]);
});

test("the store has feeds of all versions, of new and of updated apps, of each app, developer and category", () => {
  const paths = feedPaths(index, ".json").filter((path) => !path.includes("filler"));
  expect(paths).toEqual([
    "feeds/all.json",
    "feeds/apps/com.mosis.fifteen.json",
    "feeds/apps/com.mosis.notes.json",
    "feeds/apps/com.mosis.weather.json",
    "feeds/apps/org.example.lantern.json",
    "feeds/apps/org.example.trap.json",
    "feeds/apps/org.example.unruly.json",
    "feeds/apps/org.example.unseen.json",
    ...["games", "music", "productivity", "tools", "travel", "weather"].map((id) => `feeds/categories/${id}.json`),
    ...["mallory", "mosis", "north-light"].map((id) => `feeds/developers/${id}.json`),
    "feeds/new.json",
    "feeds/updated.json",
  ]);
});

test("a feed has the 50 newest of what it is about, newest first", () => {
  const { items } = json(index, "feeds/all.json");
  const times = items.map(({ date_published: at }) => at);
  expect(items).toHaveLength(50);
  expect(times).toEqual(times.toSorted().reverse());
  const newest = index.apps.flatMap(({ feed }) => feed.versions.map(({ published }) => published)).toSorted();
  expect(times.at(-1)).toBe(newest.at(-50));
});

test("new apps are there once, updated ones with the version that is offered, and only if it is not their first", () => {
  const appeared = json(index, "feeds/new.json").items;
  expect(appeared.map(({ id }) => id)).not.toContain("tag:store.example,2026:fixture/app/org.example.lantern");
  expect(new Set(appeared.map(({ id }) => id)).size).toBe(50);
  const updated = json(index, "feeds/updated.json").items.map(({ title }) => title);
  expect(updated.filter((title) => /^[A-Z]/.test(title))).toEqual(["Weather 2.0.1", "Notes 1.1.0"]);
});

test("what cannot be had is in no feed, and its own stays valid", () => {
  const paths = feedPaths(index, ".json");
  expect(json(index, "feeds/apps/org.example.lantern.json").items).toEqual([]);
  expect(paths.filter((path) => read(index, path).includes("version/org.example.lantern/"))).toEqual([]);
  const weather = json(index, "feeds/apps/com.mosis.weather.json").items.map(({ title }) => title);
  expect(weather.slice(0, 3)).toEqual(["Weather 2.1.0-beta.1 (beta)", "Weather 2.0.1", "Weather 1.21.0"]);
});

test("texts that attack a reader are the same texts for it", () => {
  const { title, items } = json(index, "feeds/apps/org.example.trap.json");
  expect(title).toBe(`${ATTACK} on Mosis Store`);
  expect(items[0]).toMatchObject({
    title: `${ATTACK} 1.0.1`,
    content_text: `# ${ATTACK}\n- ${ATTACK}`,
    language: "en",
  });
});

test("a new version of an app changes the feeds of the store, its own, its developer's and its categories', and no other", async () => {
  const newest = fixtureApps.at(-1);
  const more = { ...newest, versions: [{ version: "1.0.0" }, { version: "9.0.0" }] } as FixtureApp;
  const { index: after } = await siteFixture(URL_OF_STORE, { apps: [...fixtureApps.slice(0, -1), more] });
  const changed = feedPaths(index, ".atom").filter((path) => read(index, path) !== read(after, path));
  const names = ["all", `apps/${more.id}`, `categories/${more.categories[0]}`, "developers/north-light", "updated"];
  expect(changed).toEqual(names.map((name) => `feeds/${name}.atom`));
});

test("feeds are the same bytes when only the app that changed is made anew", () => {
  const store = aStore()
    .withApp(anApp({ versions: [{}, {}] }))
    .withApp(anApp({ id: "com.example.weather" }));
  const packages = [...store.apps.values()].flatMap((app) => app.packages);
  const input = {
    registry: store.registry(),
    facts: new Map(packages.map(({ facts }) => [facts.package.sha256, facts])),
    images: new Set<never>(),
    history: allAt("2026-10-01T12:00:00Z"),
  };
  const ports = { sha256: nodeCrypto.sha256, countersign: <Document>(document: Document) => document };
  const whole = buildIndex(input, ports);
  const again = buildIndex({ ...input, known: (id) => whole.apps.find(({ app }) => app === id) ?? null }, ports);
  const bytes = (of: StoreIndex): readonly string[] => feedPaths(of, "").map((path) => read(of, path));
  expect(bytes(again)).toEqual(bytes(whole));
});

function feedPaths(of: StoreIndex, ending: string): readonly string[] {
  return [...of.files.keys()].filter((path) => path.startsWith("feeds/") && path.endsWith(ending));
}

function read({ files }: StoreIndex, path: string): string {
  const file = files.get(path);
  if (file?.kind !== "bytes") throw new TypeError(`no ${path}`);
  return new TextDecoder().decode(file.bytes);
}

function json(of: StoreIndex, path: string): JsonFeed {
  return JSON.parse(read(of, path)) as JsonFeed;
}
