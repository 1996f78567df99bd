import { parseXml } from "@rgrove/parse-xml";
import fc from "fast-check";
import { expect, test } from "vitest";

import { type AppFeed, feedOfApp } from "./app-feed.ts";
import { atomFeed } from "./atom.ts";
import { checkAtom, children } from "../../testing/feeds/check-atom.ts";

/** Half surrogate pairs and control characters among it. */
const ANYTHING = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
const STORE = { name: "test", title: "Store", url: "https://store.example/" } as const;
const VERSION = {
  version: "1.0.0",
  code: 1,
  track: "stable",
  published: "2026-10-01T12:00:00Z",
  file: { path: "packages/a.b/1/package.mosis", length: 3 },
} as const;

function feedWith(text: string): string {
  const version = { ...VERSION, notes: { lang: "en", lines: [text] } };
  const app: AppFeed = {
    app: "a.b",
    name: `N${text}`,
    summary: text,
    developer: { id: "ada", name: `D${text}` },
    categories: [`C${text}`],
    icon: "assets/a.b/icon-128.png",
    since: VERSION.published,
    updated: VERSION.published,
    versions: [version],
    current: version,
  };
  return atomFeed(feedOfApp(app, STORE));
}

function titleOf(feed: string): string | undefined {
  const { root } = parseXml(feed);
  return root === null ? undefined : children(root, "title")[0]?.text;
}

test("any text is in a feed as it is, and the feed stays valid", () => {
  fc.assert(
    fc.property(ANYTHING, fc.string({ unit: "grapheme" }), (anything, seen) => {
      expect(checkAtom(feedWith(anything))).toEqual([]);
      expect(titleOf(feedWith(seen))).toBe(`N${seen} on Store`);
    }),
  );
});

test("what XML cannot say becomes U+FFFD", () => {
  expect(titleOf(feedWith("a\u0000b\uD800c\uFFFEd\r\n"))).toBe("Na\uFFFDb\uFFFDc\uFFFDd\r\n on Store");
});

test("a long text is cut between characters, with an ellipsis", () => {
  const { root } = parseXml(feedWith("😀".repeat(5000)));
  const [entry] = root === null ? [] : children(root, "entry");
  expect(entry && children(entry, "content")[0]?.text).toBe(`${"😀".repeat(4000)}…`);
});
