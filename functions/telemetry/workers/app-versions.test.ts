import { expect, test } from "vitest";

import { createAppVersions } from "./app-versions.ts";
import type { StoreDocument } from "../../shared/store-documents.ts";
import { StoreUnavailableError } from "../ports.ts";

const TALLY = "org.example.tally";

/** A store of which each app has versions 1 to `newest`, its clock, and what was read of it. */
function aStore(newest: number) {
  const state = { newest, time: 1_000_000, isDown: false, reads: new Array<string>() };
  const read = async (path: string, tag: string | null): Promise<StoreDocument | "same" | null> => {
    state.reads.push(/^v1\/apps\/org\.example\.(\w+)\/versions\.json$/.exec(path)?.[1] ?? path);
    if (state.isDown) throw new Error("unreachable");
    const current = String(state.newest);
    if (state.newest === 0 || tag === current) return state.newest === 0 ? null : "same";
    const versions = Array.from({ length: state.newest }, (_, at) => ({ version_code: at + 1 }));
    return { value: { versions }, tag: current };
  };
  return Object.assign(state, { versions: createAppVersions({ read }, () => state.time, 3) });
}

test("an app is read once for five minutes, whichever of its versions is asked for", async () => {
  const store = aStore(3);
  expect([await store.versions.has(TALLY, 3), await store.versions.has(TALLY, 4)]).toEqual([true, false]);
  store.time += 299_000;
  expect(await store.versions.has(TALLY, 1)).toBe(true);
  expect(store.reads).toEqual(["tally"]);
  store.time += 1_000;
  expect(await store.versions.has(TALLY, 1)).toBe(true);
  expect(await store.versions.has(TALLY, 2)).toBe(true);
  expect(store.reads).toHaveLength(2);
});

test.each([3, 0])("a version that came out where there were %i is found half a minute later", async (before) => {
  const store = aStore(before);
  expect(await store.versions.has(TALLY, 4)).toBe(false);
  store.newest = 4;
  store.time += 29_000;
  expect(await store.versions.has(TALLY, 4)).toBe(false);
  store.time += 1_000;
  expect(await store.versions.has(TALLY, 4)).toBe(true);
  expect(store.reads).toHaveLength(2);
});

test("a store that cannot be read says nothing of a version, and is asked again", async () => {
  const store = aStore(3);
  store.isDown = true;
  await expect(store.versions.has(TALLY, 3)).rejects.toThrow(StoreUnavailableError);
  store.isDown = false;
  expect(await store.versions.has(TALLY, 3)).toBe(true);
});

test("of too many apps, those that were read first are forgotten", async () => {
  const { versions, reads } = aStore(1);
  for (const app of ["a", "b", "c", "d", "d", "b", "a"]) await versions.has(`org.example.${app}`, 1);
  expect(reads.join("")).toBe("abcda");
});
