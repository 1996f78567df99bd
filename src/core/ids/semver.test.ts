import fc from "fast-check";
import { expect, test } from "vitest";

import { compareSemver, isSemver } from "./semver.ts";

// Each below the next; the prerelease ones are SemVer 2.0.0 section 11.
const rising = [
  "0.0.1",
  "0.9.0",
  "0.10.0",
  "1.0.0-0",
  "1.0.0-2",
  "1.0.0-10",
  "1.0.0-99999999999999999999",
  "1.0.0-100000000000000000000",
  "1.0.0--",
  "1.0.0-alpha",
  "1.0.0-alpha.1",
  "1.0.0-alpha.beta",
  "1.0.0-beta",
  "1.0.0-beta.2",
  "1.0.0-beta.11",
  "1.0.0-rc.1",
  "1.0.0",
  "1.0.1",
  "2.0.0",
  "9007199254740993.0.0",
];

test("orders versions as SemVer does, whatever their order was", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(rising, { minLength: rising.length }), (shuffled) => {
      expect(shuffled.toSorted(compareSemver)).toEqual(rising);
    }),
  );
});

test("takes no account of build metadata", () => {
  expect(compareSemver("1.0.0+a", "1.0.0+b.7")).toBe(0);
  expect(compareSemver("1.0.0-a+z", "1.0.0")).toBeLessThan(0);
});

test.for([...rising, "1.2.3----RC-SNAPSHOT.12.9.1--.12", "1.0.0+0.build.1-rc.10000aaa-kk-0.1", "1.0.0-0A.is.legal"])(
  "takes %s for a version",
  (text) => {
    expect(isSemver(text)).toBe(true);
  },
);

test.for([
  "1",
  "1.2",
  "01.1.1",
  "1.2.3-01",
  "1.2.3-",
  "1.2.3+",
  "1.2.3-a..b",
  "v1.2.3",
  "1.2.3\n",
  "1.2.3-é",
  "１.0.0",
  "",
])("takes %j for none", (text) => {
  expect(isSemver(text)).toBe(false);
  expect(() => compareSemver(text, "1.0.0")).toThrow(RangeError);
});
