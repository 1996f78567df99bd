import { expect, test } from "vitest";

import { versionsPageView, versionsPaths, versionView } from "./versions.ts";
import { anAppData, anIndexedVersion, aStore, aReader } from "../../testing/store-data.ts";

const { info } = aStore([]);
const reader = aReader();

test.each([
  [{}, null],
  [{ track: "beta" }, { tone: "note", text: "Beta" }],
  [{ rollout_bp: 2_550 }, { tone: "note", text: "On 25.5% of phones" }],
  [
    { track: "edge", rollout_bp: 0 },
    { tone: "note", text: "Edge · Paused" },
  ],
  [
    { status: "yanked", track: "beta" },
    { tone: "bad", text: "Withdrawn" },
  ],
  [{ status: "suspended" }, { tone: "bad", text: "Suspended by the store" }],
] as const)("%j stands as %j", (change, status) => {
  expect(versionView(anIndexedVersion(1, change), reader).status).toEqual(status);
});

test("notes are Markdown in the nearest language, and no notes are nothing", () => {
  const notes = { de: ["Alles neu."], fr: ["Tout neuf."] };
  expect(versionView(anIndexedVersion(1, { notes }), aReader("de")).notes).toEqual({
    html: "<p>Alles neu.</p>",
    lang: "de",
  });
  expect(versionView(anIndexedVersion(1, { notes: { en: [""] } }), reader).notes).toBeNull();
});

test("a history that fits on the app's page has no pages of its own", () => {
  const versions = (count: number) => Array.from({ length: count }, (_, index) => anIndexedVersion(count - index));
  expect(versionsPaths("org.example.app", versions(4), info)).toEqual([]);
  expect(versionsPaths("org.example.app", versions(41), info).map(({ page }) => page)).toEqual([undefined, "2", "3"]);
  const view = versionsPageView(anAppData(versions(41)), reader, "3");
  expect(view.versions.map(({ code }) => code)).toEqual([1]);
  expect(view.pager).toEqual({ label: "Page 3 of 3", previous: "/apps/org.example.app/versions/2/", next: null });
  expect(() => versionsPageView(anAppData(versions(41)), reader, "4")).toThrow(RangeError);
});
