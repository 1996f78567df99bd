import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { filesBelow } from "./site-stamp.ts";
import { inTurn } from "../../testing/in-turn.ts";
import { publishSite } from "../../testing/published-site.ts";
import { type SiteFixture, writeSiteFixture } from "../../testing/site-fixture.ts";
import { type FixtureApp, fixtureApps, fixtureDevelopers } from "../../testing/site-fixture-apps.ts";
import { buildSite, type SiteBuild } from "../build-site.ts";

const URL = "https://store.example/";
const languages = ["en", "ar"];

let root: string;

beforeAll(async () => {
  const jobs = join(import.meta.dirname, "../../../.jobs");
  await mkdir(jobs, { recursive: true });
  root = await mkdtemp(join(jobs, "keyed-"));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test("every page is, byte by byte, what Astro itself makes", { tags: ["deep"] }, async () => {
  const { pages } = await publishSite();
  expect(differences(pages, await build("own", {}, { renderer: "astro" }))).toEqual([]);
});

test(
  "a build that keeps what has not changed comes to the files of one that makes all",
  { tags: ["deep"] },
  async () => {
    const record = { record: join(root, "pages.json") };
    const untouched = join(root, "kept", "ar/apps/org.example.filler-1/index.html");
    await build("kept", { languages }, record);
    const { mtimeMs: made } = await stat(untouched);

    // Another version of one app, and an app that is new.
    const updated = fixtureApps.map((app) =>
      app.id === "com.mosis.notes"
        ? { ...app, versions: [...app.versions, { version: "2.0.0", notes: ["New."] }] }
        : app,
    );
    const grown: SiteFixture = { languages, apps: [...updated, anotherOf(updated, "org.example.newcomer")] };
    expect(differences(await build("kept", grown, record), await build("all", grown))).toEqual([]);
    expect((await stat(untouched)).mtimeMs).toBe(made);

    // An app that is there no more, one with another name and a long history, and a developer with another name and a domain.
    const shrunk: SiteFixture = {
      languages,
      developers: { ...fixtureDevelopers, mallory: { name: "Mallory", domains: ["mallory.example"] } },
      apps: updated
        .filter(({ id }) => id !== "com.mosis.fifteen")
        .map((app) => (app.id === "com.mosis.weather" ? { ...app, name: "Skies" } : app)),
    };
    expect(differences(await build("kept", shrunk, record), await build("all", shrunk))).toEqual([]);

    // Another language is another site.
    const translated: SiteFixture = { ...shrunk, languages: ["en", "de"] };
    expect(differences(await build("kept", translated, record), await build("all", translated))).toEqual([]);
  },
);

function build(name: string, fixture: SiteFixture, choice: Partial<SiteBuild> = {}): ReturnType<typeof filesBelow> {
  return inTurn("site", async () => {
    const [index, out] = [join(root, `${name}-index`), join(root, name)];
    await rm(index, { recursive: true, force: true });
    await writeSiteFixture(index, URL, fixture);
    await buildSite({ index, out, url: URL, ...choice });
    return filesBelow(out);
  });
}

function anotherOf(apps: readonly FixtureApp[], id: string): FixtureApp {
  const [first] = apps;
  if (first === undefined) throw new RangeError("no apps");
  return { ...first, id, name: "Newcomer" };
}

/** Paths of files that are in one only, or not the same in both. */
function differences(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => {
    const [one, other] = [a.get(path), b.get(path)];
    return one === undefined || other === undefined || Buffer.compare(one, other) !== 0;
  });
}
