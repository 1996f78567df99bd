import { describe, expect, test } from "vitest";

import { type ByteSource, bytesSource, ChangedSourceError, SourceView } from "./byte-source.ts";
import { readPackageSource } from "./read-package.ts";
import { readZip, readZipSource } from "./zip/zip-reader.ts";
import { concatBytes } from "../bytes.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aSigner, utf8 } from "../../testing/builders.ts";
import { aPackage } from "../../testing/package-kit.ts";
import { readVectors, bytesOf } from "../../testing/vectors/vectors.ts";

/** A source that copies what it is asked for, as a file does, and counts it. */
function copying(bytes: Uint8Array): ByteSource & { readonly largest: number } {
  let largest = 0;
  return {
    length: bytes.length,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError(`${offset}+${length}`);
      largest = Math.max(largest, length);
      return bytes.slice(offset, offset + length);
    },
    get largest() {
      return largest;
    },
  };
}

describe("numbers of a source", () => {
  test("are found wherever they lie, also across the edges of windows", () => {
    const bytes = Uint8Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251);
    const view = new SourceView(copying(bytes));
    const expected = new DataView(bytes.buffer);
    for (let at = bytes.length - 4; at >= 0; at -= 13) expect(view.uint32(at)).toBe(expected.getUint32(at, true));
    for (let at = 0; at <= bytes.length - 2; at += 17) expect(view.uint16(at)).toBe(expected.getUint16(at, true));
  });
});

describe("an archive that is read from a source", () => {
  const noise = Object.fromEntries(
    ["a", "b"].map((name) => {
      const parts = Array.from({ length: 1000 }, (_, at) => nodePackagePorts.sha256(utf8(`${name} ${at}`)));
      return [`assets/${name}.bin`, concatBytes(parts)];
    }),
  );
  const { archive } = aPackage({ files: { "assets/big.txt": "words ".repeat(60_000), ...noise } }, [aSigner("reader")]);

  test("gives the same entries as from memory, without being loaded whole", () => {
    const source = copying(archive);
    const lazy = readZipSource(source, nodePackagePorts);
    const eager = readZip(archive, nodePackagePorts);
    if (!lazy.ok || !eager.ok) throw new Error("refused");
    const plain = ({ path, data, packedLength, digest }: (typeof eager.entries)[number]) => ({
      path,
      data,
      packedLength,
      digest,
    });
    expect(lazy.entries.map(plain)).toEqual(eager.entries.map(plain));
    expect(source.largest).toBeLessThan(archive.length);
  });

  test("is refused for the same reasons", () => {
    for (const { name, input } of readVectors("packages/hostile.json")) {
      const bytes = bytesOf(input.archive);
      const rules = (reading: ReturnType<typeof readZip>) =>
        reading.ok ? [] : reading.findings.map(({ rule, message }) => `${rule} ${message}`);
      expect(rules(readZipSource(copying(bytes), nodePackagePorts)), name).toEqual(
        rules(readZip(bytes, nodePackagePorts)),
      );
    }
  });

  test("has data that is what was checked, or none", () => {
    const bytes = archive.slice();
    const { opened } = readPackageSource(bytesSource(bytes), nodePackagePorts);
    const file = opened?.files.find(({ path }) => path === "assets/big.txt");
    expect(file?.data).toHaveLength(360_000);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    expect(() => file?.data).toThrow(ChangedSourceError);
  });
});
