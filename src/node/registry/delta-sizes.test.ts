import { join } from "node:path";

import { expect, test } from "vitest";

import { nodePackagePorts as ports } from "../package-ports.ts";
import { readProject } from "../project.ts";
import { makeDelta } from "../../core/delta/make-delta.ts";
import { aPackage, aSigner, type ManifestChange, type PackageBuilder, utf8 } from "../../testing/builders.ts";

const SYSTEM_APPS = join(import.meta.dirname, "../../system-apps");
const ada = aSigner("ada");

/** A first-party app as it is, and its next version: new version numbers, a few lines more in one script. */
async function versionPair(app: string, script: string): Promise<readonly [PackageBuilder, PackageBuilder]> {
  const { files } = await readProject(join(SYSTEM_APPS, app));
  const text = (path: string): string => new TextDecoder().decode(files.find((file) => file.path === path)?.data);
  const manifest = JSON.parse(text("manifest.json")) as ManifestChange & { readonly version_code: number };
  const built = files.reduce((all, { path, data }) => all.withFile(path, data), aPackage()).signedBy(ada);
  const next = { ...manifest, version: "9.0.0", version_code: manifest.version_code + 1 };
  const versioned = (each: PackageBuilder, numbers: ManifestChange): PackageBuilder =>
    each.with(numbers).withFile("manifest.json", utf8(`${JSON.stringify(numbers, null, 2)}\n`));
  const changed = `${text(script)}\n-- Adds one.\nlocal function added(x)\n  return x + 1\nend\n`;
  return [versioned(built, manifest), versioned(built, next).withFile(script, utf8(changed))];
}

/** Bytes of the delta over those of the package. */
function shareOf(from: PackageBuilder, to: PackageBuilder): number {
  const packedLength = to.bytes().length;
  const delta = makeDelta(from.files(), { files: to.files(), packedLength }, ports);
  return (delta?.length ?? packedLength) / packedLength;
}

const apps = [
  ["notes", "assets/scripts/notes.lua"],
  ["weather", "assets/scripts/open_meteo.lua"],
  ["game", "assets/scripts/board.lua"],
] as const;

test.for(apps)(
  "a new version of %s that changes %s has a delta of at most 15 %% of its 26 to 54 KB",
  async ([app, script]) => {
    const [from, to] = await versionPair(app, script);
    expect(shareOf(from, to)).toBeLessThanOrEqual(0.15);
  },
);

test.for(apps)(
  "were %s a megabyte larger by its pictures, a change of %s would be at most 0.5 %%",
  async ([app, script]) => {
    const [from, to] = await versionPair(app, script);
    const pictures = Buffer.concat(Array.from({ length: 1 << 15 }, (_, at) => ports.sha256(utf8(`${at}`))));
    const larger = (each: PackageBuilder): PackageBuilder => each.withFile("assets/pictures.bin", pictures);
    expect(shareOf(larger(from), larger(to))).toBeLessThanOrEqual(0.005);
  },
);
