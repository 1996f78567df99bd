import { createHash, randomBytes } from "node:crypto";

import JSZip from "jszip";

import { compare } from "./measure.ts";
import { nodeCrc32, nodeDeflate, nodeInflate } from "../../src/node/inflate.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import type { PackagePath } from "../../src/core/package/package-path.ts";
import { readZip } from "../../src/core/package/zip-reader.ts";
import { writeZip } from "../../src/core/package/zip-writer.ts";

const FILES = 200;
const BYTES_A_FILE = 26_214;
/** DESIGN section 11. */
const FLOOR = 0.15;

/** Reading a package of 5 MB and hashing every file, beside jszip and node:crypto. */
export async function benchPackages(): Promise<readonly string[]> {
  // Half noise, half text: about what images and scripts come to.
  const text = Buffer.from("local notes = require('scripts.notes') -- a line of Lua\n".repeat(240));
  const files = Array.from({ length: FILES }, (_, index) => ({
    path: `assets/file-${String(index).padStart(3, "0")}.bin` as PackagePath,
    data: new Uint8Array(Buffer.concat([randomBytes(BYTES_A_FILE / 2), text]).subarray(0, BYTES_A_FILE)),
  }));
  files.unshift({ path: "manifest.json" as PackagePath, data: new TextEncoder().encode("{}") });
  const archive = writeZip(files, { deflate: nodeDeflate, crc32: nodeCrc32 });
  const own = (): void => {
    const zip = readZip(archive, { inflate: nodeInflate, crc32: nodeCrc32 });
    if (!zip.ok) throw new Error("our own archive is refused");
    for (const { data } of zip.entries) nodeCrypto.sha256(data);
  };
  const peer = async (): Promise<void> => {
    const zip = await JSZip.loadAsync(archive, { checkCRC32: true });
    for (const file of Object.values(zip.files))
      createHash("sha256")
        .update(await file.async("uint8array"))
        .digest();
  };
  const { a, b, ratio } = await compare(own, peer);
  const size = `${(archive.length / 1e6).toFixed(1)} MB, ${files.length} files`;
  const verdict = ratio <= FLOOR ? "holds" : "DOES NOT HOLD";
  return [
    `package read + hash (${size}): ${a.median.toFixed(1)} ms, jszip + node:crypto ${b.median.toFixed(1)} ms, ` +
      `ratio ${ratio.toFixed(2)} (floor ${FLOOR}: ${verdict})`,
  ];
}
