import { expect, test } from "vitest";

import { chooseDelta } from "./choose-delta.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { IndexedDelta } from "../index/app-document.ts";

const digest = (digit: string): Sha256 => digit.repeat(64) as Sha256;
const delta = (code: number, length: number): IndexedDelta =>
  ({
    path: `deltas/a/${code}-9.mosisdelta`,
    length,
    from: { version_code: code, content_digest: digest(`${code}`) },
  }) as unknown as IndexedDelta;
const version = { package: { path: "p", length: 100, sha256: digest("f") }, deltas: [delta(8, 10), delta(7, 100)] };

test("the delta chosen starts at exactly the content that is installed", () => {
  expect(chooseDelta(version, { content_digest: digest("8") })).toBe(version.deltas[0]);
  expect(chooseDelta(version, { content_digest: digest("6") })).toBeNull();
});

test("no delta is chosen that saves nothing, where there is none, or nothing is installed", () => {
  expect(chooseDelta(version, { content_digest: digest("7") })).toBeNull();
  expect(chooseDelta({ package: version.package }, { content_digest: digest("8") })).toBeNull();
  expect(chooseDelta(version, null)).toBeNull();
});
