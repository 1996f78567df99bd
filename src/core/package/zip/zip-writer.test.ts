import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync } from "fflate";
import JSZip from "jszip";
import { expect, test } from "vitest";
import * as yauzl from "yauzl";
import { nodeCrc32, nodeDeflate, nodeInflate } from "../../../node/inflate.ts";
import { Bug } from "../../findings/bug.ts";
import { compareEntryPaths, findPathConflicts, type PackagePath, parsePackagePath } from "../package-path.ts";
import { readZip } from "./zip-reader.ts";
import { writeZip, type ZipFile } from "./zip-writer.ts";
import { runs } from "../../../testing/runs.ts";

const ports = { inflate: nodeInflate, deflate: nodeDeflate, crc32: nodeCrc32 };
const MIB = 1 << 20;
const encode = (text: string) => new TextEncoder().encode(text);
const file = (path: string, data: string | Uint8Array): ZipFile => ({
  path: path as PackagePath,
  data: typeof data === "string" ? encode(data) : data,
});

const segment = fc.stringMatching(/^[a-zA-Z0-9_-]([a-zA-Z0-9._-]{0,8}[a-zA-Z0-9_-])?$/);
const path = fc.oneof(
  fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join("/")),
  fc.constant("signature.sig"),
);
const data = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc.string({ maxLength: 30 }).map((text) => encode(text.repeat(60))),
);
/** Any set of files the profile holds, in any order. */
const fileSets = fc
  .tuple(data, fc.array(fc.tuple(path, data), { maxLength: 20 }), fc.infiniteStream(fc.nat()))
  .map(([manifest, others, order]) => {
    const files = [file("manifest.json", manifest)];
    for (const [name, bytes] of others) {
      const next = [...files, file(name, bytes)];
      if (parsePackagePath(name) !== null && findPathConflicts(next.map((each) => each.path)).length === 0)
        files.push(next.at(-1)!);
    }
    return files
      .map((each) => ({ each, rank: order.next().value }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ each }) => each);
  });

const sample: readonly ZipFile[] = [
  file("manifest.json", '{"id":"com.example.notes"}'),
  file("lua/main.lua", "print('hello')\n".repeat(50)),
  file("lua/empty.lua", ""),
  file(
    "icons/32.png",
    Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) >> 3),
  ),
  file(`${"a/".repeat(15)}b`, "deep"),
  file("x".repeat(200), "long"),
  file("signature.sig", "{}"),
];

/** Path to contents as other readers see them. */
type Listing = Readonly<Record<string, string>>;
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const listingOf = (files: readonly ZipFile[]): Listing =>
  Object.fromEntries(files.map((each) => [each.path, latin1(each.data)]));

const readers: Readonly<Record<string, (archive: Uint8Array) => Promise<Listing>>> = {
  jszip: async (archive) => {
    const zip = await JSZip.loadAsync(archive, { checkCRC32: true });
    const entries = Object.values(zip.files).map(async (each) => [each.name, latin1(await each.async("uint8array"))]);
    return Object.fromEntries(await Promise.all(entries));
  },
  fflate: async (archive) => {
    const entries = Object.entries(unzipSync(archive));
    return Object.fromEntries(entries.map(([name, bytes]) => [name, latin1(bytes)]));
  },
  yauzl: async (archive) => {
    const zip = await yauzl.fromBufferPromise(Buffer.from(archive), { strictFileNames: true });
    const listing: Record<string, string> = {};
    for await (const entry of zip.eachEntry()) {
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      listing[entry.fileName] = latin1(Buffer.concat(chunks));
    }
    return listing;
  },
  ...(spawnSync("unzip", ["-v"]).status === 0 ? { unzip: async (archive: Uint8Array) => unzip(archive) } : {}),
};

/** Info-ZIP: tests the archive, then extracts it. */
function unzip(archive: Uint8Array): Listing {
  const folder = mkdtempSync(join(tmpdir(), "mosis-zip-"));
  try {
    writeFileSync(join(folder, "a.zip"), archive);
    const tested = spawnSync("unzip", ["-t", "a.zip"], { cwd: folder, encoding: "utf8" });
    expect(tested.stdout).toContain("No errors detected");
    expect(tested.status).toBe(0);
    expect(spawnSync("unzip", ["-q", "a.zip", "-d", "out"], { cwd: folder }).status).toBe(0);
    const names = readdirSync(join(folder, "out"), { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => statSync(join(folder, "out", name)).isFile());
    return Object.fromEntries(files.map((name) => [name, latin1(readFileSync(join(folder, "out", name)))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("writes what the strict reader gives back, in the order of the profile", () => {
  fc.assert(
    fc.property(fileSets, (files) => {
      const reading = readZip(writeZip(files, ports), ports);
      if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
      const expected = files.toSorted((a, b) => compareEntryPaths(a.path, b.path));
      expect(reading.entries.map((each) => each.path)).toEqual(expected.map((each) => each.path));
      expect(reading.entries.map((each) => latin1(each.data))).toEqual(expected.map((each) => latin1(each.data)));
    }),
  );
});

test("writes the same bytes for the same files in any order, with either CRC-32", () => {
  fc.assert(
    fc.property(fileSets, (files) => {
      const archive = Buffer.from(writeZip(files, ports));
      expect(archive.equals(writeZip(files.toReversed(), ports))).toBe(true);
      expect(archive.equals(writeZip(files, { deflate: nodeDeflate }))).toBe(true);
    }),
    { numRuns: runs(30) },
  );
});

test("writes these very bytes", () => {
  const archive = writeZip([file("manifest.json", "{}")], ports);
  expect(Buffer.from(archive).toString("hex")).toBe(
    [
      "504b03041400000000000000210043bfa6a302000000020000000d000000",
      Buffer.from("manifest.json{}").toString("hex"),
      "504b010214031400000000000000210043bfa6a302000000020000000d0000000000000000000000a48100000000",
      Buffer.from("manifest.json").toString("hex"),
      "504b050600000000010001003b0000002d0000000000",
    ].join(""),
  );
});

test.for(Object.keys(readers))("is read alike by %s", async (name) => {
  const read = readers[name]!;
  expect(await read(writeZip(sample, ports))).toEqual(listingOf(sample));
});

test("is read alike by readers of JavaScript, whatever the files", async () => {
  await fc.assert(
    fc.asyncProperty(fileSets, async (files) => {
      const archive = writeZip(files, ports);
      for (const name of ["jszip", "fflate", "yauzl"])
        expect(await readers[name]!(archive), name).toEqual(listingOf(files));
    }),
    { numRuns: runs(30) },
  );
});

test("stores what deflate would not shrink", () => {
  const reading = readZip(writeZip([file("manifest.json", "{}"), file("a", "a".repeat(100))], ports), ports);
  expect(reading.ok && reading.entries.map((each) => each.packedLength)).toEqual([
    2,
    nodeDeflate(encode("a".repeat(100))).length,
  ]);
});

test("stores what a reader would take for a bomb", () => {
  const zeros = new Uint8Array(2 * MIB);
  const reading = readZip(writeZip([file("manifest.json", "{}"), file("zeros.bin", zeros)], ports), ports);
  expect(reading.ok && reading.entries[1]!.packedLength).toBe(zeros.length);
});

test("holds as many entries as the profile allows", () => {
  const files = Array.from({ length: 4095 }, (_, index) => file(`f${index}`, ""));
  const reading = readZip(writeZip([file("manifest.json", "{}"), ...files], ports), ports);
  expect(reading.ok && reading.entries.length).toBe(4096);
});

test.for([
  ["no manifest", [file("a", "")]],
  ["a path twice", [file("manifest.json", ""), file("a", ""), file("a", "")]],
  ["paths that differ in case", [file("manifest.json", ""), file("a", ""), file("A", "")]],
  [
    "more entries than the profile allows",
    [file("manifest.json", ""), ...Array.from({ length: 4096 }, (_, index) => file(`f${index}`, ""))],
  ],
  ["more bytes than the profile allows", [file("manifest.json", ""), file("a", new Uint8Array(200 * MIB + 1))]],
] as const)("takes %s for a bug of its caller", ([, files]) => {
  expect(() => writeZip(files, ports)).toThrow(Bug);
});
