import { describe, expect, test } from "vitest";

import { createKnownVersions } from "./known-versions.ts";
import { type KnownVersions, StoreUnavailableError } from "./ports.ts";
import type { StoreDocuments } from "../shared/store-documents.ts";

const NOTES = "com.example.notes";

/** A store with versions 1 to `newest` of one app, its clock, and what was read of it. */
function aStore(newest: number) {
  const state = { newest, time: 1_000_000, isDown: false, reads: new Array<string>() };
  const documents: StoreDocuments = {
    async read(path, tag) {
      state.reads.push(path);
      if (state.isDown) throw new Error("unreachable");
      const current = `"${state.newest}"`;
      if (tag === current) return "same";
      const codes = Array.from({ length: state.newest }, (_, at) => state.newest - at);
      const value = path.endsWith("versions.json")
        ? { versions: codes.map((code) => ({ version_code: code })) }
        : { apps: [{ app_id: NOTES, digest: current, versions: codes.length, version_codes: codes.slice(0, 10) }] };
      return { value, tag: current };
    },
  };
  const now = () => state.time;
  const versions: KnownVersions = createKnownVersions(documents, now, () => {});
  return Object.assign(state, { versions });
}

describe("knows", () => {
  test("the versions of the index, and no others", async () => {
    const { versions, reads } = aStore(3);
    const known = [1, 3, 4].map(async (code) => versions.has(NOTES, code));
    expect(await Promise.all(known)).toEqual([true, true, false]);
    expect(await versions.has("com.example.none", 1)).toBe(false);
    expect(await versions.has("constructor", 1)).toBe(false);
    expect(reads).toEqual(["v1/apps.json"]);
  });

  test("old versions, which it looks up once", async () => {
    const { versions, reads } = aStore(30);
    expect(await versions.has(NOTES, 2)).toBe(true);
    expect(await versions.has(NOTES, 5)).toBe(true);
    expect(await versions.has(NOTES, 31)).toBe(false);
    expect(reads).toEqual(["v1/apps.json", `v1/apps/${NOTES}/versions.json`]);
  });

  test("a version that has just come out, half a minute after it last looked", async () => {
    const store = aStore(3);
    expect(await store.versions.has(NOTES, 3)).toBe(true);
    store.newest = 4;
    expect(await store.versions.has(NOTES, 4)).toBe(false);
    store.time += 31_000;
    expect(await store.versions.has(NOTES, 4)).toBe(true);
    expect(store.versions.has(NOTES, 4)).toBe(true);
  });

  test("what it knew, while the store cannot be read", async () => {
    const store = aStore(3);
    store.isDown = true;
    await expect(store.versions.has(NOTES, 3)).rejects.toThrow(StoreUnavailableError);
    store.isDown = false;
    store.time += 31_000;
    expect(await store.versions.has(NOTES, 3)).toBe(true);
    store.isDown = true;
    store.time += 3_600_000;
    expect(await store.versions.has(NOTES, 3)).toBe(true);
    expect(await store.versions.has(NOTES, 4)).toBe(false);
  });
});
