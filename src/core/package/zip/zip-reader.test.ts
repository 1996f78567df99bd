import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { nodeCrc32, nodeInflate } from "../../../node/inflate.ts";
import { forgeZip } from "../../../testing/archives/zip-forge.ts";
import { hostileZips } from "../../../testing/archives/zip-hostile.ts";
import { validZip } from "../../../testing/archives/zip-hostile-kit.ts";
import { quineZip } from "../../../testing/archives/zip-quine.ts";
import { zipEntryRules } from "../../findings/rules/zip-entries.ts";
import { zipRules } from "../../findings/rules/zip.ts";
import { InflateError } from "../inflate-port.ts";
import { readZip, type ZipReading } from "./zip-reader.ts";
import { runs } from "../../../testing/runs.ts";

const ports = { inflate: nodeInflate, crc32: nodeCrc32 };
const valid = forgeZip(validZip);
const read = (archive: Uint8Array) => readZip(archive, ports);

/** Rules an archive breaks, sorted; none when it is read. */
function brokenRules(reading: ZipReading): string[] {
  return reading.ok ? [] : [...new Set(reading.findings.map(({ rule }) => rule))].sort();
}

/** Paths and contents as plain values. */
function listing(reading: ZipReading): readonly (readonly [string, string])[] | null {
  return reading.ok
    ? reading.entries.map(({ path, data }) => [path, Buffer.from(data).toString("latin1")] as const)
    : null;
}

/** The same by a lenient reader, which must not see other files. */
function fflateListing(archive: Uint8Array): readonly (readonly [string, string])[] {
  return Object.entries(unzipSync(archive)).map(([path, data]) => [path, Buffer.from(data).toString("latin1")]);
}

test("reads a valid archive in its order, without copying what is stored", () => {
  const reading = read(valid);
  expect(listing(reading)).toEqual([
    ["manifest.json", '{"id":"com.example.notes"}'],
    ["lua/main.lua", "print('hello')\n".repeat(20)],
    ["signature.sig", "{}"],
  ]);
  const entries = reading.ok ? reading.entries : [];
  expect(entries[2]!.data.buffer).toBe(valid.buffer);
  expect(entries.map(({ packedLength }) => packedLength)).toEqual([28, 22, 2]);
});

test("reads an archive in the middle of a larger buffer", () => {
  const around = new Uint8Array(valid.length + 20);
  around.set(valid, 7);
  expect(listing(read(around.subarray(7, 7 + valid.length)))).toEqual(listing(read(valid)));
});

test("gives plain byte arrays, whatever kind the archive is", () => {
  const reading = read(Buffer.from(valid));
  expect(reading.ok && reading.entries.map(({ data }) => data.constructor)).toEqual([
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]);
});

test("computes the CRC-32 itself when the host lends none", () => {
  expect(listing(readZip(valid, { inflate: nodeInflate }))).toEqual(listing(read(valid)));
});

test.for(hostileZips)("refuses $name", ({ rules, make }) => {
  expect(brokenRules(read(make()))).toEqual(rules);
});

test("has a hostile archive for every rule, and a name for every hostile archive", () => {
  expect([...new Set(hostileZips.flatMap(({ rules }) => rules))].sort()).toEqual(
    Object.keys({ ...zipRules, ...zipEntryRules }).sort(),
  );
  expect(new Set(hostileZips.map(({ name }) => name)).size).toBe(hostileZips.length);
});

test("unpacks an archive that holds itself once, and goes no deeper", () => {
  // Within the profile: nothing but what the file is for tells it from an honest one.
  const before = { path: "manifest.json", data: '{"id":"com.example.notes"}', method: 0 };
  const quine = quineZip([before], "assets/r.zip");
  let inflated = 0;
  const reading = readZip(quine, {
    ...ports,
    inflate: (...given) => {
      inflated += 1;
      return nodeInflate(...given);
    },
  });
  expect(reading.ok && reading.entries.map(({ path }) => path)).toEqual(["manifest.json", "assets/r.zip"]);
  expect(reading.ok && Buffer.compare(reading.entries[1]!.data, quine)).toBe(0);
  expect(inflated).toBe(1);
  const alone = hostileZips.find(({ name }) => name === "an archive that inflates to itself");
  const bytes = alone!.make();
  expect(Buffer.compare(unzipSync(bytes)["zip-files-all-the-way-down.zip"]!, bytes)).toBe(0);
});

const corpus = process.env["MOSIS_CORPUS"];
const corpusZips = corpus === undefined ? [] : readdirSync(join(corpus, "zip")).filter((name) => name.endsWith(".zip"));

test.for(corpusZips)("refuses the corpus archive %s", (name) => {
  expect(brokenRules(read(readFileSync(join(corpus ?? "", "zip", name))))).not.toEqual([]);
});

test("says where the trouble is, what it found and what it expected", () => {
  const archive = forgeZip({ entries: [{ path: "manifest.json", data: "{}", central: { madeBy: 63 } }] });
  expect(read(archive)).toMatchObject({
    findings: [
      {
        rule: "zip/version",
        severity: "error",
        file: "manifest.json",
        message: 'Entry "manifest.json" (record at byte 47) is made by version 0x003f and needs version 20.',
        expected: "0x0314 and 20",
      },
    ],
  });
});

test("names no file for a path that could harm a terminal or a link", () => {
  const reading = read(forgeZip({ entries: [{ path: "manifest.json" }, { path: "a\u001b[2J" }] }));
  expect(reading).toMatchObject({
    findings: [{ rule: "zip/path", message: expect.stringContaining('"a\\u001b[2J"') }],
  });
  expect(reading.ok ? [] : reading.findings.map((each) => "file" in each)).toEqual([false]);
});

test("collects what is wrong with every entry, and counts what would bury the report", () => {
  const entries = Array.from({ length: 100 }, (_, index) => ({ path: `f${100 + index}`, both: { date: 0, crc32: 1 } }));
  const reading = read(forgeZip({ entries: [{ path: "manifest.json" }, ...entries] }));
  const found = reading.ok ? [] : reading.findings;
  expect(brokenRules(reading)).toEqual(["zip/crc", "zip/timestamp"]);
  expect(found).toHaveLength(42);
  expect(found.at(-1)).toMatchObject({ rule: "zip/crc", message: "80 more places break this rule." });
});

test("says a thing once: a stored entry with two sizes has one finding", () => {
  const reading = read(forgeZip({ entries: [{ path: "manifest.json", data: "{}", method: 0, both: { length: 1 } }] }));
  expect(reading).toMatchObject({ findings: [{ rule: "zip/size", expected: "two equal sizes" }] });
  expect(reading.ok ? 0 : reading.findings.length).toBe(1);
});

test("refuses or reads alike every archive with one byte altered", () => {
  const expected = listing(read(valid));
  const altered = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff];
  for (let at = 0; at < valid.length; at += 1) {
    for (const mask of altered) {
      const archive = valid.slice();
      archive[at]! ^= mask;
      const reading = read(archive);
      if (reading.ok) {
        expect(listing(reading), `byte ${at} ^ ${mask}`).toEqual(expected);
        expect(fflateListing(archive), `byte ${at} ^ ${mask}`).toEqual(expected);
      } else expect(reading.findings, `byte ${at} ^ ${mask}`).not.toEqual([]);
    }
  }
});

test("refuses every archive that is cut or has a byte inserted or removed", () => {
  for (let at = 0; at < valid.length; at += 1) {
    const [head, tail] = [valid.subarray(0, at), valid.subarray(at)];
    expect(brokenRules(read(head)), `cut at ${at}`).not.toEqual([]);
    expect(brokenRules(read(tail.subarray(1))), `begun after ${at}`).not.toEqual([]);
    expect(brokenRules(read(Buffer.concat([head, Uint8Array.of(0), tail]))), `inserted at ${at}`).not.toEqual([]);
    expect(brokenRules(read(Buffer.concat([head, tail.subarray(1)]))), `removed at ${at}`).not.toEqual([]);
  }
});

test("never throws and never refuses without a finding, whatever the records say", () => {
  const edit = fc.record({
    at: fc.nat({ max: valid.length - 1 }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.constantFrom(Uint8Array.of(255, 255), Uint8Array.of(255, 255, 255, 255), Uint8Array.of(80, 75, 5, 6)),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      const archive = valid.slice();
      for (const { at, bytes } of edits) archive.set(bytes.subarray(0, archive.length - at), at);
      const reading = read(archive);
      expect(reading.ok || reading.findings.length > 0).toBe(true);
    }),
    { numRuns: runs(2000) },
  );
});

test("never throws on noise", () => {
  const signatures = fc
    .constantFrom("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x07")
    .map((text) => Buffer.from(text, "latin1"));
  const noise = fc.array(fc.oneof(signatures, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 });
  fc.assert(
    fc.property(noise, (parts) => {
      expect(brokenRules(read(Buffer.concat(parts)))).not.toEqual([]);
    }),
  );
});

test("asks the host to inflate no more than a record claims, and nothing for archives it distrusts", () => {
  const asked: number[] = [];
  const spy = (bytes: Uint8Array, limit: number) => {
    asked.push(limit);
    return nodeInflate(bytes, limit);
  };
  readZip(valid, { inflate: spy });
  expect(asked).toEqual([26, 300]);
  asked.length = 0;
  const distrusted = [
    "a bomb of 2 MiB",
    "three entries that claim 70 MiB each",
    "a hundred names for one entry",
    "a local header with another name",
    "a claim of 4 GiB",
  ];
  for (const { name, make } of hostileZips) if (distrusted.includes(name)) readZip(make(), { inflate: spy });
  // The manifest beside the bomb of 2 MiB.
  expect(asked).toEqual([26]);
});

test("lets trouble of the host through", () => {
  const outOfMemory = new Error("out of memory");
  const failing = () => {
    throw outOfMemory;
  };
  expect(() => readZip(valid, { inflate: failing })).toThrow(outOfMemory);
  const corrupt = () => {
    throw new InflateError("corrupt", "bad");
  };
  expect(brokenRules(readZip(valid, { inflate: corrupt }))).toEqual(["zip/deflate-corrupt"]);
});
