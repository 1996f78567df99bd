import { expect, test } from "vitest";

import { nodePackagePorts as ports } from "../../package-ports.ts";
import { makeDelta } from "../../../core/delta/make-delta.ts";
import { noise } from "../../../testing/builders.ts";
import { pairApps, type VersionPair, versionPair } from "../../../testing/archives/version-pairs.ts";

// The floors of DESIGN section 11 on new versions of the first-party apps, whose packages have 26 to 54 KB.

/** Bytes of the delta over those of the package. */
function shareOf({ from, to }: VersionPair): number {
  const packedLength = to.bytes().length;
  const delta = makeDelta(from.files(), { files: to.files(), packedLength }, ports);
  return (delta?.length ?? packedLength) / packedLength;
}

/** Makes the package as large as this at least, by a picture that stays the same. */
function ofAtLeast(bytes: number, { from, to }: VersionPair): VersionPair {
  const picture = noise(1, Math.max(1, bytes - to.bytes().length));
  return { from: from.withFile("assets/picture.bin", picture), to: to.withFile("assets/picture.bin", picture) };
}

test.for(pairApps)("a new feature of %s, in all its kinds of text, takes at most 5 %% of the package", async (app) => {
  expect(shareOf(await versionPair(app, "feature"))).toBeLessThanOrEqual(0.05);
});

test.for(pairApps)("a mended script of %s takes at most 0.55 %% of the package", async (app) => {
  expect(shareOf(await versionPair(app, "fix"))).toBeLessThanOrEqual(0.0055);
});

test.for(pairApps)("a mended script of %s takes at most 0.5 %% of a package of 30,000 bytes or more", async (app) => {
  const pair = ofAtLeast(30_000, await versionPair(app, "fix"));
  expect(pair.to.bytes().length).toBeGreaterThanOrEqual(30_000);
  expect(shareOf(pair)).toBeLessThanOrEqual(0.005);
});

test.for(pairApps)("of %s that only rises its version, the delta is some 100 bytes", async (app) => {
  const { from, to } = await versionPair(app, "fix");
  const manifest = to.files().find(({ path }) => path === "manifest.json");
  const raised = from.with(to.manifest()).withFile("manifest.json", manifest?.data ?? "");
  const packedLength = raised.bytes().length;
  expect(makeDelta(from.files(), { files: raised.files(), packedLength }, ports)?.length).toBeLessThanOrEqual(100);
});
