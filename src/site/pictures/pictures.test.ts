import { mkdtemp, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makePictures } from "./make-pictures.ts";
import { drawShare, shareName, type ShareCard } from "./share-picture.ts";
import { ATTACK, type FixtureApp, fixtureApps } from "../../testing/site-fixture-apps.ts";
import { writeSiteFixture } from "../../testing/site-fixture.ts";

const URL_OF_STORE = "https://store.example/";
const [NOTES, WEATHER] = fixtureApps as readonly [FixtureApp, FixtureApp];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mosis-pictures-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("the picture of a page", () => {
  const card: ShareCard = { name: "Notes", summary: "Write it down.", store: "Mosis Store", icon: null };

  test.for([
    ["Latin", "Notes"],
    ["Arabic", "ملاحظات"],
    ["Chinese", "笔记"],
    ["emoji", "📝 👩‍👩‍👧"],
    ["no script at all", "\u0000\u202E\u200B"],
    ["markup", ATTACK],
    ["one word of 50 letters", "W".repeat(50)],
  ] as const)("shows names in %s", async ([, name]) => {
    const drawn = await drawShare({ ...card, name });
    const { width, height, format } = await sharp(drawn).metadata();
    expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: "png" });
    expect(await inkOf(drawn)).toBeGreaterThan(500);
  });

  test("is mirrored for a name that is written from right to left", async () => {
    const [latin, arabic] = await Promise.all(["Notes", "ملاحظات"].map((name) => drawShare({ ...card, name })));
    const half = { top: 280, width: 600, height: 200 };
    expect(await inkOf(latin!, { ...half, left: 600 })).toBe(0);
    expect(await inkOf(arabic!, { ...half, left: 0 })).toBe(0);
  });

  test("has a name that changes with all it shows, and with nothing else", () => {
    const icon = { sha256: "00", load: () => Promise.reject(new Error("not asked for")) };
    const names = [card, { ...card, name: "N" }, { ...card, summary: "S" }, { ...card, store: "X" }, { ...card, icon }];
    expect(new Set(names.map(shareName)).size).toBe(5);
    expect(shareName({ ...card })).toBe(shareName(card));
  });
});

describe("the pictures of a store", () => {
  test("are made once for what they show: a new version of an app makes none, a new app only its own", async () => {
    const [index, kept] = [join(folder, "store"), join(folder, "kept")];
    await writeSiteFixture(index, URL_OF_STORE, { apps: [NOTES] });
    const first = await makePictures(index, kept);
    const before = await timesIn(kept);
    expect([...before.keys()].toSorted()).toEqual(first.names.toSorted());
    expect(Object.values(first.pictures.screenshots).map((names) => names.length)).toEqual([2, 2, 2]);

    const more = { ...NOTES, versions: [...NOTES.versions, { version: "9.0.0" }] };
    await writeSiteFixture(index, URL_OF_STORE, { apps: [more, { ...WEATHER, alt: [] }] });
    const second = await makePictures(index, kept);
    const after = await timesIn(kept);
    expect([...before].filter(([name, time]) => after.get(name) !== time)).toEqual([]);
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual([second.pictures.apps[WEATHER.id]]);
  });

  test("that cannot be made are left out, and the rest is there", async () => {
    const index = join(folder, "broken");
    await writeSiteFixture(index, URL_OF_STORE, { apps: [NOTES] });
    const shots = join(index, "assets", NOTES.id, "screenshots");
    const [cut = "", noPicture = "", whole = ""] = await readdir(shots);
    await truncate(join(shots, cut), 3000);
    await writeFile(join(shots, noPicture), "no picture");
    const { pictures, names } = await makePictures(index, join(folder, "kept-2"));
    expect(Object.keys(pictures.screenshots)).toEqual([whole.replace(/^\d+-|\.png$/g, "")]);
    expect(names).toHaveLength(4);
  });
});

/** Dots that are not of the colour of the paper. */
async function inkOf(picture: Uint8Array, area = { top: 280, left: 0, width: 1200, height: 240 }): Promise<number> {
  const pixels = await sharp(picture).extract(area).greyscale().raw().toBuffer();
  return pixels.filter((value) => value < 200).length;
}

async function timesIn(kept: string): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(kept);
  return new Map(await Promise.all(names.map(async (name) => [name, (await stat(join(kept, name))).mtimeMs] as const)));
}
