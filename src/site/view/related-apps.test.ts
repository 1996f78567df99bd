import { expect, test } from "vitest";

import { RELATED_APPS, relatedApps } from "./related-apps.ts";
import type { AppSummary } from "./store-data.ts";
import { anAppSummary } from "../../testing/store-data.ts";

const idsOf = (apps: readonly AppSummary[]): readonly string[] => apps.map(({ app_id: id }) => id);

/** A store in which every app is in one of two categories and has two of ten tags. */
const many = Array.from({ length: 300 }, (_, number) =>
  anAppSummary(`org.example.a${number}`, {
    categories: [number % 2 === 0 ? "games" : "tools"],
    tags: [`t${number % 10}`, `t${(number * 3 + 1) % 10}`],
  }),
);

test("those that share most come first, and nothing that shares nothing", () => {
  const store = [
    anAppSummary("org.example.chess", { categories: ["games"], tags: ["board", "puzzle"] }),
    anAppSummary("org.example.draughts", { categories: ["games"], tags: ["puzzle", "board"] }),
    anAppSummary("org.example.sudoku", { categories: ["games"], tags: ["puzzle"] }),
    anAppSummary("org.example.racer", { categories: ["games"], tags: [] }),
    anAppSummary("org.example.openings", { categories: ["books"], tags: ["board"] }),
    anAppSummary("org.example.notes", { categories: ["tools"], tags: ["text"] }),
  ];
  expect(idsOf(relatedApps(store)("org.example.chess"))).toEqual([
    "org.example.draughts",
    "org.example.sudoku",
    "org.example.openings",
  ]);
  expect(relatedApps(store)("org.example.notes")).toEqual([]);
});

test("are few, whatever the order of the list, and never the app itself", () => {
  const [related, again] = [relatedApps(many), relatedApps(many.toReversed())];
  const answers = many.map(({ app_id: id }) => ({ id, found: idsOf(related(id)) }));
  expect(answers.filter(({ found }) => new Set(found).size !== RELATED_APPS)).toEqual([]);
  expect(answers.filter(({ id, found }) => found.includes(id))).toEqual([]);
  expect(answers.map(({ id }) => idsOf(again(id)))).toEqual(answers.map(({ found }) => found));
});

test("can be had, and an app that cannot has some, too", () => {
  const gone = anAppSummary("org.example.gone", { isOffered: false, tags: ["t1", "t2"] });
  const related = relatedApps([...many, gone]);
  expect(related("org.example.gone")).toHaveLength(RELATED_APPS);
  const named = new Set(many.flatMap(({ app_id: id }) => idsOf(related(id))));
  expect(named.has("org.example.gone")).toBe(false);
  expect(related("org.example.unknown")).toEqual([]);
});

test("stay what they were for nearly all apps when one comes", () => {
  const before = relatedApps(many);
  for (const number of [1, 2, 3]) {
    const after = relatedApps([...many, anAppSummary(`org.example.new${number}`, { tags: ["t1", "t2"] })]);
    const changed = many.filter(({ app_id: id }) => idsOf(before(id)).join() !== idsOf(after(id)).join());
    expect(changed.length).toBeLessThanOrEqual(4 * 6);
  }
});

test("are found without a look at every app", () => {
  let looks = 0;
  const watched = many.map((app) =>
    Object.defineProperty({ ...app }, "tags", {
      get() {
        looks += 1;
        return app.tags;
      },
    }),
  );
  const related = relatedApps(watched);
  looks = 0;
  related("org.example.a150");
  expect(looks).toBeLessThan(200);
});
