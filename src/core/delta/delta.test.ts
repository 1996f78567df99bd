import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { applyDelta } from "./apply-delta.ts";
import { encodeDelta } from "./encode-delta.ts";
import { makeDelta } from "./make-delta.ts";
import { olderVersion } from "./older-version.ts";
import { readDelta } from "./read-delta.ts";
import type { Delta } from "./delta-format.ts";
import { concatBytes } from "../bytes.ts";
import { hasErrors } from "../findings/finding.ts";
import type { Sha256 } from "../ids/ids.ts";
import { ChangedSourceError } from "../package/byte-source.ts";
import { contentDigest, type PackageFile } from "../package/package-document.ts";
import type { ReadPackage } from "../package/read-package.ts";
import { nodePackagePorts as ports } from "../../node/package-ports.ts";
import { aPackage, aSigner, noise, type PackageBuilder, utf8 } from "../../testing/builders.ts";
import { runs } from "../../testing/runs.ts";

const ada = aSigner("ada");
const bob = aSigner("bob");
const SCRIPT = Array.from({ length: 200 }, (_, line) => `local line_${line} = ${line * line}\n`).join("");
const CHANGED = SCRIPT.replace("line_100 = 10000", "line_100 = 10001");

const older = aPackage()
  .withFile("assets/main.rml", "<rml><body>Notes</body></rml>\n")
  .withFile("assets/a.bin", noise(1, 4000))
  .withFile("assets/b.bin", noise(2, 4000))
  .withFile("assets/main.lua", SCRIPT)
  .withFile("assets/old.lua", "print('old')\n")
  .signedBy(ada);
const newer = older
  .with({ version: "1.1.0", version_code: 2 })
  .without("assets/old.lua")
  .without("assets/b.bin")
  .withFile("assets/moved.bin", noise(2, 4000))
  .withFile("assets/main.lua", CHANGED)
  .withFile("assets/new.lua", "print('new')\n");

const digestOf = (app: PackageBuilder): Sha256 => contentDigest(app.document(), ports.sha256);
const deltaOf = (from: PackageBuilder, to: PackageBuilder): Uint8Array | null =>
  makeDelta(from.files(), { files: to.files(), packedLength: to.bytes().length }, ports);
const listed = (files: readonly PackageFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, data }) => [path, Buffer.from(data).toString("base64")]));
const read = (delta: Uint8Array, from: PackageBuilder = older): Delta => readDelta(delta, olderVersion(from.files()));
const apply = (delta: Uint8Array, from: PackageBuilder = older): ReadPackage =>
  applyDelta(from.files(), delta, digestOf(newer), ports);
const refusal = (rule: string, file?: string): object => ({
  opened: null,
  findings: [expect.objectContaining({ rule, ...(file !== undefined && { file }) })],
});

describe("a delta", () => {
  test("has what changed of each file, what is gone and the signature; moved files are copied", () => {
    const { files, removed, signatures } = read(deltaOf(older, newer)!);
    expect(files.map(({ path, copies, packed }) => [path, copies.length, packed.length])).toEqual([
      ["assets/main.lua", 2, expect.any(Number)],
      ["assets/moved.bin", 1, 0],
      ["assets/new.lua", 0, expect.any(Number)],
      ["manifest.json", 2, expect.any(Number)],
    ]);
    expect(removed.map((place) => older.document().files[place]?.path)).toEqual(["assets/b.bin", "assets/old.lua"]);
    expect(signatures.map(({ keyid }) => keyid)).toEqual([ada.key.keyid]);
  });

  test("of one line in a script and the version costs some 120 bytes, the 64 of the signature among them", () => {
    const next = older.with({ version: "1.0.1", version_code: 2 }).withFile("assets/main.lua", CHANGED);
    expect(deltaOf(older, next)!.length).toBeLessThan(130);
  });

  test("gives the newer version, byte for byte, with the developer's own signature", () => {
    const { opened, findings } = apply(deltaOf(older, newer)!);
    expect(hasErrors(findings)).toBe(false);
    expect(opened?.contentDigest).toBe(digestOf(newer));
    expect(listed(opened?.files ?? [])).toEqual(listed(newer.files()));
    expect(opened?.files.map(({ path }) => path).at(-1)).toBe("signature.sig");
  });

  test("repeats of a large file what is anywhere in it", () => {
    const book = concatBytes([noise(4, 300_000), utf8(SCRIPT)]);
    const from = older.withFile("assets/book.bin", book);
    const turned = concatBytes([utf8(CHANGED), book.subarray(100_000), book.subarray(0, 100_000)]);
    const to = newer.withFile("assets/book.bin", turned);
    const delta = deltaOf(from, to)!;
    expect(delta.length).toBeLessThan(400);
    expect(listed(applyDelta(from.files(), delta, digestOf(to), ports).opened!.files)).toEqual(listed(to.files()));
  });

  test("leaves copies to the dictionary where they would be many", () => {
    const dots = new Uint8Array(1 << 20).fill(46);
    const marked = dots.map((dot, at) => (at % 40 === 0 ? 97 + (at % 26) : dot));
    const [from, to] = [dots, marked].map((data) => newer.withFile("assets/dots.txt", data));
    const [file] = read(deltaOf(from!, to!)!, from).files;
    expect(file).toMatchObject({ path: "assets/dots.txt", copies: [] });
    expect(file!.packed.length).toBeLessThan(10_000);
  });

  test("takes a likely older file for the words of a new one", () => {
    const to = older.with({ version_code: 2 }).withFile("lib/helper.lua", `${SCRIPT.slice(1000)}return 1\n`);
    const { files } = read(deltaOf(older, to)!);
    const base = older.document().files.findIndex(({ path }) => path === "assets/main.lua");
    expect(files[0]).toMatchObject({ path: "lib/helper.lua", base });
  });

  test("may lead to other signers, and to several", () => {
    const to = newer.signedBy(bob, ada);
    const { opened } = apply(deltaOf(older, to)!);
    expect(listed(opened?.files ?? [])).toEqual(listed(to.files()));
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

  test("leads from a signed package to a signed one only", () => {
    expect(deltaOf(older, newer.signedBy())).toBeNull();
    expect(deltaOf(older.signedBy(), newer)).toBeNull();
  });

  test("is not made for a signature of other files", () => {
    const files = [...newer.files().slice(0, -1), older.files().at(-1)!];
    expect(makeDelta(older.files(), { files, packedLength: newer.bytes().length }, ports)).toBeNull();
  });
});

describe("the delta of any two versions", () => {
  const paths = ["assets/a.lua", "assets/b.lua", "assets/c.bin", "x/y/z.txt", "assets/Q"];
  const part = fc.tuple(fc.nat(3), fc.nat(6000), fc.nat(4000));
  const sources = [utf8(SCRIPT), utf8(CHANGED), noise(5, 10_000), new Uint8Array(10_000)];
  const content = fc
    .array(part, { maxLength: 4 })
    .map((parts) => concatBytes(parts.map(([source, from, length]) => sources[source]!.subarray(from, from + length))));
  const files = fc.dictionary(fc.constantFrom(...paths), content);
  const built = (chosen: Readonly<Record<string, Uint8Array>>, code: number): PackageBuilder =>
    Object.entries(chosen)
      .reduce((app, [path, data]) => app.withFile(path, data), aPackage().with({ version_code: code }))
      .signedBy(ada);
  /** However large it is. */
  const made = (from: PackageBuilder, to: PackageBuilder): Uint8Array =>
    makeDelta(from.files(), { files: to.files(), packedLength: 1 << 20 }, ports)!;

  test("gives the newer one", () => {
    fc.assert(
      fc.property(files, files, (before, after) => {
        const [from, to] = [built(before, 1), built(after, 2)];
        const { opened } = applyDelta(from.files(), made(from, to), digestOf(to), ports);
        expect(listed(opened?.files ?? [])).toEqual(listed(to.files()));
      }),
      { numRuns: runs(60) },
    );
  });

  test("is refused with any byte altered, or gives the same content", () => {
    fc.assert(
      fc.property(files, files, fc.nat(), fc.integer({ min: 1, max: 255 }), (before, after, where, how) => {
        const [from, to] = [built(before, 1), built(after, 2)];
        const delta = made(from, to);
        const altered = delta.map((byte, at) => (at === where % delta.length ? byte ^ how : byte));
        const { opened, findings } = applyDelta(from.files(), altered, digestOf(to), ports);
        if (opened === null) expect(findings.length).toBeGreaterThan(0);
        else expect(listed(opened.files.slice(0, -1))).toEqual(listed(inOrder(to.files()).slice(0, -1)));
      }),
      { numRuns: runs(150) },
    );
  });

  test("is refused when it is cut anywhere", () => {
    const delta = deltaOf(older, newer)!;
    for (let length = 0; length < delta.length; length += 1) expect(apply(delta.slice(0, length)).opened).toBeNull();
  });
});

test("of an update every flipped bit is refused or gives the same content, and nothing else of it is believed", () => {
  const delta = deltaOf(older, newer)!;
  const content = listed(newer.files().slice(0, -1));
  let same = 0;
  for (let at = 0; at < delta.length; at += 1) {
    const { opened } = apply(delta.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)));
    if (opened === null) continue;
    same += 1;
    expect(listed(opened.files.slice(0, -1))).toEqual(content);
  }
  // The signature, which is checked by who knows the key, and a few bits of deflate that mean nothing.
  expect(same).toBeGreaterThanOrEqual(64);
  expect(same).toBeLessThan(80);
});

describe("the older version", () => {
  const delta = deltaOf(older, newer)!;

  test("has to be there whole", () => {
    const files = older.files().filter(({ path }) => path !== "assets/a.bin");
    expect(applyDelta(files, delta, digestOf(newer), ports)).toMatchObject(refusal("signature/files", "assets/a.bin"));
  });

  test.for([
    ["longer", noise(1, 4001)],
    ["other", noise(8, 4000)],
  ] as const)("is named where a file of it is %s", ([, data]) => {
    const files = older.files().map((file) => (file.path === "assets/a.bin" ? { ...file, data } : file));
    expect(applyDelta(files, delta, digestOf(newer), ports)).toMatchObject(refusal("signature/files", "assets/a.bin"));
  });

  test.for([
    ["missing", null, "signature/missing"],
    ["none", utf8("{}"), "signature/document"],
  ] as const)("with a signature.sig that is %s is refused", ([, signature, rule]) => {
    const files = [
      ...older.files().slice(0, -1),
      ...(signature === null ? [] : [{ path: older.files().at(-1)!.path, data: signature }]),
    ];
    expect(applyDelta(files, delta, digestOf(newer), ports)).toMatchObject(refusal(rule, "signature.sig"));
  });

  test("has to be the one that the delta was made for", () => {
    const other = older.withFile("assets/main.lua", `-- Another one.\n${SCRIPT}`);
    expect(apply(delta, other)).toMatchObject(refusal("package/digest"));
    expect(apply(delta, older.without("assets/a.bin"))).toMatchObject(refusal("delta/base"));
  });

  test("may have other files beside it", () => {
    const extra = { path: aPackage().withFile("scribbles.txt", "?").files().at(-1)!.path, data: utf8("!") };
    expect(applyDelta([extra, ...older.files()], delta, digestOf(newer), ports).opened).not.toBeNull();
  });
});

describe("the files of a result", () => {
  test("are made from the installed ones at each access, and none is kept", () => {
    let reads = 0;
    const installed = older.files().map((file) => ({
      path: file.path,
      get data() {
        reads += 1;
        return file.data;
      },
    }));
    const { opened } = applyDelta(installed, deltaOf(older, newer)!, digestOf(newer), ports);
    const before = reads;
    const main = opened!.files.find(({ path }) => path === "assets/main.lua")!;
    expect([main.data, main.data]).toEqual([utf8(CHANGED), utf8(CHANGED)]);
    expect(reads - before).toBe(2);
  });

  test.for([
    ["kept", "assets/a.bin", noise(8, 4000)],
    ["kept and then cut", "assets/a.bin", noise(1, 3999)],
    ["changed", "assets/main.lua", utf8(SCRIPT.replace("line_7 ", "line_9 "))],
  ] as const)("are refused where what was %s is another one meanwhile", ([, path, data]) => {
    const current = new Map<string, Uint8Array>(older.files().map((file) => [file.path, file.data]));
    const installed = older.files().map((file) => ({
      path: file.path,
      get data() {
        return current.get(file.path)!;
      },
    }));
    const { opened } = applyDelta(installed, deltaOf(older, newer)!, digestOf(newer), ports);
    current.set(path, data);
    const made = opened!.files.find((file) => file.path === path)!;
    expect(() => made.data).toThrow(ChangedSourceError);
  });
});

test("a delta that makes one file of the device many, beyond what a package may hold, is refused before any is made", () => {
  const length = 12 << 20;
  const from = older.withFile("assets/large.bin", noise(3, length));
  const base = from.document().files.findIndex(({ path }) => path === "assets/large.bin");
  const copies = [{ at: 0, from: 0, length }];
  const files = Array.from({ length: 20 }, (_, index) => ({
    path: `assets/copy-${10 + index}.bin`,
    base,
    copies,
    length,
    packed: new Uint8Array(),
  }));
  const installed = from.files();
  const delta = encodeDelta({ signatures: [], removed: [], files }, olderVersion(installed));
  const before = process.memoryUsage().arrayBuffers;
  const { opened, findings } = applyDelta(installed, delta, digestOf(newer), ports);
  expect([opened, findings.map(({ rule }) => rule)]).toEqual([null, ["zip/inflated-too-large"]]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(length);
});

function inOrder(files: readonly PackageFile[]): readonly PackageFile[] {
  return [
    ...files.filter(({ path }) => path !== "signature.sig"),
    ...files.filter(({ path }) => path === "signature.sig"),
  ];
}
