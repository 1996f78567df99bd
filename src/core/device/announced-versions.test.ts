import { expect, test } from "vitest";
import { announcesNewer } from "./announced-versions.ts";
import type { VersionCode } from "../ids/ids.ts";
import type { JsonObject } from "../json/value.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const store = aStore().withApp(anApp({ versions: [{}, {}, { track: "beta" }, {}] }));
store.app().event("yank", 4, { reason: "broken" });
const custom = [...store.index().targets.values()][0]!.custom;
const shows = (installed: number, track: "stable" | "beta" | "edge", hint: JsonObject = custom): boolean =>
  announcesNewer(hint, installed as VersionCode, track);

test("sees a newer version on a track that the app follows, of those that can be had", () => {
  expect(shows(1, "stable")).toBe(true);
  expect(shows(2, "stable")).toBe(false);
  expect(shows(2, "beta")).toBe(true);
  expect(shows(3, "edge")).toBe(false);
});

test("has nothing to look at where every version was withdrawn", () => {
  expect(shows(1, "stable", { tracks: {} })).toBe(false);
});

test.for<readonly [JsonObject]>([
  [{}],
  [{ tracks: "none" }],
  [{ tracks: { stable: 7 } }],
  [{ tracks: { stable: {} } }],
])("looks rather once too often when it cannot read %j", ([hint]) => {
  expect(shows(1, "stable", hint)).toBe(true);
});
