import { expect, test } from "vitest";

import { previousVersion, versionPaths, versionsPageView, versionsPaths, versionView } from "./versions.ts";
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
  expect(versionView(anIndexedVersion(1, change), null, reader).status).toEqual(status);
});

test("notes are Markdown in the nearest language, and no notes are nothing", () => {
  const notes = { de: ["Alles neu."], fr: ["Tout neuf."] };
  expect(versionView(anIndexedVersion(1, { notes }), null, aReader("de")).notes).toEqual({
    html: "<p>Alles neu.</p>",
    lang: "de",
  });
  expect(versionView(anIndexedVersion(1, { notes: { en: [""] } }), null, reader).notes).toBeNull();
});

test("a history that fits on the app's page has no pages of its own", () => {
  const versions = (count: number) => Array.from({ length: count }, (_, index) => anIndexedVersion(count - index));
  expect(versionsPaths("org.example.app", 3, info)).toEqual([]);
  expect(versionsPaths("org.example.app", 41, info).map(({ page }) => page)).toEqual([undefined, "2", "1"]);
  const view = versionsPageView(anAppData(versions(41)), reader, "1");
  expect(view.versions.map(({ code }) => code)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(view.pager).toEqual({
    label: "1.1.0 to 1.12.0",
    previous: "/apps/org.example.app/history/2/",
    next: null,
  });
  expect(() => versionsPageView(anAppData(versions(41)), reader, "3")).toThrow(RangeError);
});

test("only the newest versions have a page each, and the history leads to them", () => {
  const versions = Array.from({ length: 12 }, (_, index) => anIndexedVersion(12 - index));
  expect(
    versionPaths(
      "org.example.app",
      versions.map(({ version_code: code }) => code),
      info,
    ).map(({ code }) => Number(code)),
  ).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  const view = versionsPageView(anAppData(versions), reader, undefined);
  expect(view.versions.map(({ href }) => href).slice(8)).toEqual([
    "/apps/org.example.app/versions/4/",
    "/apps/org.example.app/versions/3/",
    null,
    null,
  ]);
});

test("what somebody had before is the newest older version that they could have had, else the newest older one", () => {
  const versions = [
    anIndexedVersion(6),
    anIndexedVersion(5, { track: "beta" }),
    anIndexedVersion(4, { status: "yanked" }),
    anIndexedVersion(3),
    anIndexedVersion(2, { track: "beta" }),
  ];
  const before = (code: number) => {
    const version = versions.find(({ version_code: each }) => each === code);
    return version && previousVersion(versions, version)?.version_code;
  };
  expect([before(6), before(5), before(4), before(3), before(2)]).toEqual([3, 3, 3, 2, undefined]);
});
