import { describe, expect, test } from "vitest";

import { limits } from "../limits.ts";
import { ask, type SearchedApp, searchFiles } from "../../testing/search-kit.ts";

const app = (id: string, name: string, more: Partial<SearchedApp> = {}): SearchedApp => ({
  id: `com.example.${id}`,
  name,
  ...more,
});
const ids = async (apps: readonly SearchedApp[], text: string): Promise<readonly string[]> =>
  (await ask(searchFiles(apps, CATEGORIES), text)).ids.map((id) => id.replace("com.example.", ""));
const CATEGORIES = [
  { id: "tools", name: { en: "Tools", de: "Werkzeuge" } },
  { id: "games", name: { en: "Games" } },
];

test("where a word stands decides the order", async () => {
  const apps = [
    app("described", "Pad", { description: ["Takes", "weather and more"] }),
    app("summed", "Jotter", { summary: "Weather for you" }),
    app("tagged", "Papers", { tags: ["weather"] }),
    app("made", "Clouds", { developer: "Weather Company" }),
    app("word", "Super Weather"),
    app("begins", "Weather Pro"),
    app("exact", "Weather"),
  ];
  expect(await ids(apps, "weather")).toEqual(["exact", "begins", "word", "made", "tagged", "summed", "described"]);
});

test("a word comes before one that begins with it", async () => {
  const apps = [app("longer", "My Notebook"), app("as-typed", "My Note")];
  expect(await ids(apps, "note")).toEqual(["as-typed", "longer"]);
});

test("each word has to be somewhere in an app", async () => {
  const apps = [app("both", "Super Notes", { summary: "With photos" }), app("one", "Notes"), app("other", "Photos")];
  expect(await ids(apps, "photos notes")).toEqual(["both"]);
  expect(await ids(apps, "notes nowhere")).toEqual([]);
});

test("a name is found however it is divided", async () => {
  const apps = [app("two", "Super Notes"), app("one", "OpenStreetMap")];
  expect(await ids(apps, "supernotes")).toEqual(["two"]);
  expect(await ids(apps, "super-not")).toEqual(["two"]);
  expect(await ids(apps, "open street map")).toEqual(["one"]);
});

test("categories are found by their names in all languages", async () => {
  const apps = [app("hammer", "Hammer", { categories: ["tools"] }), app("chess", "Chess", { categories: ["games"] })];
  expect(await ids(apps, "werkzeuge")).toEqual(["hammer"]);
  expect(await ids(apps, "game")).toEqual(["chess"]);
});

test("listings of every language are searched", async () => {
  const apps = [
    app("weather", "Weather", {
      listings: {
        de: { name: "Wetter", summary: "Vorhersage für morgen", description: ["Regen und Schnee"] },
        ar: { name: "الطقس" },
        ja: { name: "天気予報" },
      },
    }),
    app("other", "Other"),
  ];
  for (const text of ["wetter", "VORHERSAGE", "schnee", "طقس", "الطَقس", "天気", "予報", "天", "weather"]) {
    expect(await ids(apps, text), text).toEqual(["weather"]);
  }
});

describe("a name that is typed wrong", () => {
  const apps = [app("calendar", "Calendar"), app("note", "Fine Note"), app("weather", "Weather"), app("tv", "TV")];
  test.for([
    ["calendra", "calendar"],
    ["calender", "calendar"],
    ["clendar", "calendar"],
    ["alendar", "calendar"],
    ["xalendar", "calendar"],
    ["acelndar", "calendar"],
    ["claendra", "calendar"],
    ["alenda", "note"],
    ["ntoe", "note"],
    ["ote", "note"],
    ["bote", "note"],
    ["wether", "weather"],
    ["eather", "weather"],
    ["tw", "tv"],
  ])("%s", async ([text = "", meant]) => {
    const isTooFar = ["alenda", "ote", "tw"].includes(text);
    expect(await ids(apps, text)).toEqual(isTooFar ? [] : [meant]);
  });

  test("is said", async () => {
    const { corrections } = await ask(searchFiles(apps), "fine calender");
    expect(corrections).toEqual([{ word: "calender", edits: 1, meant: ["calendar"] }]);
  });

  test("is not looked for where a name, developer or tag has it", async () => {
    const { ids: found, corrections } = await ask(searchFiles([...apps, app("veather", "Veather")]), "veather");
    expect([found, corrections]).toEqual([["com.example.veather"], []]);
  });

  test("is found in spite of texts that have it, which come after", async () => {
    const wrong = app("wrong", "Planner", { description: ["The best calender"] });
    expect(await ids([...apps, wrong], "calender")).toEqual(["calendar", "wrong"]);
  });
});

describe("facets", () => {
  const files = searchFiles([
    app("one", "Map One", {
      categories: ["tools"],
      permissions: ["location", "network"],
      license: "MIT",
      mosis: "1.0.0",
    }),
    app("two", "Map Two", { categories: ["tools", "games"], license: "MIT", mosis: "1.10.0" }),
    app("three", "Map Three", {
      categories: ["games"],
      permissions: ["network"],
      mosis: "1.9.0",
      listings: { de: {} },
    }),
    app("no", "Other", { categories: ["tools"] }),
  ]);

  test("are counted over all that is found", async () => {
    expect((await ask(files, "map")).counts).toEqual({
      category: [
        ["games", 2],
        ["tools", 2],
      ],
      language: [
        ["en", 3],
        ["de", 1],
      ],
      license: [
        ["MIT", 2],
        ["none", 1],
      ],
      mosis: [
        ["1.10.0", 3],
        ["1.9.0", 2],
        ["1.0.0", 1],
      ],
      permission: [
        ["network", 2],
        ["location", 1],
        ["none", 1],
      ],
    });
  });

  test.for([
    [{ category: "tools" }, ["one", "two"]],
    [{ permission: "none" }, ["two"]],
    [{ permission: "network", category: "games" }, ["three"]],
    [{ license: "none" }, ["three"]],
    [{ mosis: "1.9.0" }, ["one", "three"]],
    [{ mosis: "no version" }, []],
    [{ language: "de" }, ["three"]],
    [{ category: "constructor" }, []],
  ] as const)("%j leaves what has it", async ([facets, expected]) => {
    const { ids: found, total } = await ask(files, { text: "map", facets });
    expect(found.map((id) => id.replace("com.example.", "")).toSorted()).toEqual(expected.toSorted());
    expect(total).toBe(expected.length);
  });

  test("a choice does not change the counts of its own facet", async () => {
    const { counts } = await ask(files, { text: "map", facets: { category: "tools" } });
    expect(counts.category).toEqual((await ask(files, "map")).counts.category);
    expect(counts.permission).toEqual([
      ["location", 1],
      ["network", 1],
      ["none", 1],
    ]);
  });
});

test("the first results are shown, in an order that stays", async () => {
  const files = searchFiles(Array.from({ length: 30 }, (_, at) => app(`app-${at}`, `Map ${at}`)));
  const first = await ask(files, "map");
  const all = await ask(files, { text: "map", count: 100 });
  expect(first.ids).toEqual(all.ids.slice(0, limits.search.results));
  expect(new Set(all.ids).size).toBe(30);
  expect(first.total).toBe(30);
});

test("a word of too many apps is told of some, and refuses none", async () => {
  const many = limits.search.appsOfText + 20;
  const apps = Array.from({ length: many }, (_, at) =>
    app(`app-${at}`, `Name${at}`, { summary: at === 7 ? "the rarity" : "the thing" }),
  );
  const files = searchFiles([...apps, app("other", "Rarity")]);
  expect((await ask(files, "the")).total).toBe(limits.search.appsOfText);
  expect((await ask(files, "the rarity")).ids).toContain("com.example.app-7");
});

describe("whatever is typed", () => {
  const files = searchFiles([app("notes", "Notes"), app("map", "Map [a-z]*")]);
  test.for<[string, string, readonly string[]]>([
    ["nothing", "", []],
    ["signs only", ".*[](){}^$|\\?+", []],
    ["an expression", "map.*", ["map"]],
    ["a broken expression", "[0-9", []],
    ["zero-width characters", "\u200Bno\u200Bt\u2060es\uFEFF", ["notes"]],
    ["bidirectional controls", "\u202Enotes\u202C", ["notes"]],
    ["names of object members", "constructor __proto__ toString", []],
    ["paths", "../../v1/apps", []],
    ["lone surrogates", "notes \uD800", ["notes"]],
    ["10,000 characters", "x".repeat(10_000), []],
    ["10,000 words", Array.from({ length: 10_000 }, (_, at) => `w${at}`).join(" "), []],
  ])("%s", async ([, text, expected]) => {
    const { ids: found, loaded } = await ask(files, text);
    expect(found.map((id) => id.replace("com.example.", ""))).toEqual(expected);
    expect(loaded.length).toBeLessThan(40);
  });
});
