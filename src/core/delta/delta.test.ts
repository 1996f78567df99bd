import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { applyDelta } from "./apply-delta.ts";
import { makeDelta } from "./make-delta.ts";
import type { Sha256 } from "../ids/ids.ts";
import { contentDigest, type PackageFile } from "../package/package-document.ts";
import type { PackagePath } from "../package/package-path.ts";
import type { ReadPackage } from "../package/read-package.ts";
import { writeZip } from "../package/zip-writer.ts";
import { readZip } from "../package/zip-reader.ts";
import { nodePackagePorts as ports } from "../../node/package-ports.ts";
import { aPackage, aSigner, type PackageBuilder, utf8 } from "../../testing/builders.ts";
import { runs } from "../../testing/runs.ts";
import { hostileZips } from "../../testing/zip-hostile.ts";

const ada = aSigner("ada");
/** Bytes that do not compress, so that a delta is small beside the package. */
function noise(seed: number, length = 4000): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

const older = aPackage()
  .withFile("assets/a.bin", noise(1))
  .withFile("assets/b.bin", noise(2))
  .withFile("assets/old.lua", "print('old')\n")
  .signedBy(ada);
const newer = older
  .with({ version: "1.1.0", version_code: 2 })
  .without("assets/old.lua")
  .without("assets/b.bin")
  .withFile("assets/moved.bin", noise(2))
  .withFile("assets/new.lua", "print('new')\n");

const digestOf = (app: PackageBuilder): Sha256 => contentDigest(app.document(), ports.sha256);
const deltaOf = (from: PackageBuilder, to: PackageBuilder): Uint8Array | null =>
  makeDelta(from.files(), { files: to.files(), packedLength: to.bytes().length }, ports);
const listed = (files: readonly PackageFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, data }) => [path, Buffer.from(data).toString("base64")]));
const pathsOf = (archive: Uint8Array): readonly string[] => {
  const zip = readZip(archive, ports);
  return zip.ok ? zip.entries.map(({ path }) => path) : [];
};
/** A delta from the older to the newer version with other files in it. */
function forged(change: (files: Map<string, Uint8Array>) => void): Uint8Array {
  const zip = readZip(deltaOf(older, newer)!, ports);
  if (!zip.ok) throw new TypeError("no delta");
  const files = new Map<string, Uint8Array>(zip.entries.map(({ path, data }) => [path, data]));
  change(files);
  return writeZip(
    [...files].map(([path, data]) => ({ path: path as PackagePath, data })),
    ports,
  );
}
const apply = (delta: Uint8Array, from: PackageBuilder = older): ReadPackage =>
  applyDelta(from.files(), delta, digestOf(newer), ports);
const refusal = (rule: string, file?: string): object => ({
  opened: null,
  findings: [expect.objectContaining({ rule, ...(file !== undefined && { file }) })],
});

describe("a delta", () => {
  test("has the manifest, the changed and the added files and the signature; moved files are taken from the older version", () => {
    expect(pathsOf(deltaOf(older, newer)!)).toEqual(["manifest.json", "assets/new.lua", "signature.sig"]);
  });

  test("gives the newer version, byte for byte, with the developer's own signature", () => {
    const { opened, findings } = apply(deltaOf(older, newer)!);
    expect(findings).toEqual([]);
    expect(opened?.contentDigest).toBe(digestOf(newer));
    expect(listed(opened?.files ?? [])).toEqual(listed(newer.files()));
  });

  test("of any two versions gives the newer one, or there is none because it would be too large", () => {
    const paths = ["assets/a.bin", "assets/b.bin", "assets/c.lua", "x/y/z.txt", "assets/Q"];
    const files = fc.dictionary(
      fc.constantFrom(...paths),
      fc.nat(5).map((seed) => noise(seed, 900 * seed)),
    );
    const built = (chosen: Readonly<Record<string, Uint8Array>>, code: number): PackageBuilder =>
      Object.entries(chosen)
        .reduce((app, [path, data]) => app.withFile(path, data), aPackage().with({ version_code: code }))
        .signedBy(ada);
    let made = 0;
    fc.assert(
      fc.property(files, files, (before, after) => {
        const from = built(before, 1);
        const to = built(after, 2);
        const delta = deltaOf(from, to);
        if (delta === null) return;
        made += 1;
        expect(delta.length).toBeLessThanOrEqual(0.6 * to.bytes().length);
        const { opened } = applyDelta(from.files(), delta, digestOf(to), ports);
        expect(listed(opened?.files ?? [])).toEqual(listed(to.files()));
      }),
      { numRuns: runs(60) },
    );
    expect(made).toBeGreaterThan(0);
  });

  test("is the same bytes for the same files in any order", () => {
    const target = { files: newer.files().toReversed(), packedLength: newer.bytes().length };
    expect(makeDelta(older.files().toReversed(), target, ports)).toEqual(deltaOf(older, newer));
  });

  test("of more than 60 % of the package there is none", () => {
    for (const [percent, isThere] of [
      [59, true],
      [61, false],
    ] as const) {
      const from = aPackage()
        .withFile("kept.bin", noise(1, 2000 * (100 - percent)))
        .signedBy(ada);
      const to = from.with({ version_code: 2 }).withFile("new.bin", noise(9, 2000 * percent));
      expect(deltaOf(from, to) !== null).toBe(isThere);
    }
  });

  test("leads to a signed package only", () => {
    expect(deltaOf(older, newer.signedBy())).toBeNull();
  });
});

describe("a hostile delta", () => {
  test("with a file that is not signed is refused", () => {
    const delta = forged((files) => files.set("assets/extra.lua", utf8("evil()")));
    expect(apply(delta)).toMatchObject(refusal("signature/files", "assets/extra.lua"));
  });

  test("with another file in the place of one is refused", () => {
    const delta = forged((files) => files.set("assets/new.lua", utf8("print('bad')\n")));
    expect(apply(delta)).toMatchObject(refusal("package/digest"));
  });

  test("with another file in the place of one that did not change is refused", () => {
    const delta = forged((files) => files.set("assets/a.bin", noise(7)));
    expect(apply(delta)).toMatchObject(refusal("package/digest"));
  });

  test("with a file too few is refused", () => {
    const delta = forged((files) => files.delete("assets/new.lua"));
    expect(apply(delta)).toMatchObject(refusal("signature/files", "assets/new.lua"));
  });

  test("of another version is refused, however well it is signed", () => {
    const other = newer.with({ version_code: 3 });
    expect(apply(deltaOf(older, other)!)).toMatchObject(refusal("package/digest"));
  });

  test("with a signature of another version is refused", () => {
    const signature = older.files().find(({ path }) => path === "signature.sig")!.data;
    expect(apply(forged((files) => files.set("signature.sig", signature)))).toMatchObject(refusal("package/digest"));
  });

  test.for([
    ["without a signature", null, "signature/missing"],
    ["with a signature that is none", utf8("{}"), "signed/envelope"],
  ] as const)("%s is refused", ([, signature, rule]) => {
    const delta = forged((files) => {
      files.delete("signature.sig");
      if (signature !== null) files.set("signature.sig", signature);
    });
    expect(apply(delta)).toMatchObject(refusal(rule, "signature.sig"));
  });

  test("onto a version it is not for is refused", () => {
    const wrong = older.without("assets/a.bin");
    expect(apply(deltaOf(older, newer)!, wrong)).toMatchObject(refusal("signature/files", "assets/a.bin"));
  });

  test("onto a version whose files were altered is refused", () => {
    const altered = older.withFile("assets/a.bin", noise(8));
    expect(apply(deltaOf(older, newer)!, altered)).toMatchObject(refusal("signature/files", "assets/a.bin"));
  });

  test.for(hostileZips)("that is a bad archive is refused: $name", ({ make, rules }) => {
    const { opened, findings } = apply(make());
    expect([opened, [...new Set(findings.map(({ rule }) => rule))].toSorted()]).toEqual([null, rules]);
  });

  test("that makes one file of the device many, beyond what a package may hold, is refused before it is put together", () => {
    const large = noise(3, 12 << 20);
    const from = older.withFile("assets/large.bin", large);
    const copies = Array.from({ length: 20 }, (_, index) => `assets/copy-${index}.bin`);
    const to = copies.reduce((app, path) => app.withFile(path, large), from);
    const files = to.files();
    const delta = makeDelta(from.files(), { files, packedLength: 1 << 30 }, ports)!;
    const { opened, findings } = applyDelta(from.files(), delta, digestOf(to), ports);
    expect([opened, findings.map(({ rule }) => rule)]).toEqual([null, ["zip/inflated-too-large"]]);
  });
});
