import { createHash, createPublicKey, hash, randomBytes, verify } from "node:crypto";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

import JSZip from "jszip";

import { compare, verdict } from "./measure.ts";
import { concatBytes } from "../../src/core/bytes.ts";
import { canonicalize } from "../../src/core/json/canonical.ts";
import { readPackage } from "../../src/core/package/read-package.ts";
import { checkSignatureFile, packageSigners } from "../../src/core/signing/verify-package.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ephemeralSigner } from "../../src/node/key-file.ts";
import { nodePackagePorts } from "../../src/node/package-ports.ts";
import { aPackage, type BuiltPackage } from "../../src/testing/package-kit.ts";

const FILES = 200;
const BYTES_A_FILE = 26_214;
/** DESIGN section 11 says 0.15; docs/adr/0020 says why not. */
const FLOOR = 0.25;
/** Of what zlib, SHA-256 and CRC-32 alone take. */
const BOUND = 2;

type BenchFile = readonly [path: string, data: Uint8Array];

/** What the files of a package are made of; inflating text takes others longest, and us as well. */
const mixes: Readonly<Record<string, (index: number) => BenchFile>> = {
  "each file half noise, half one line": (index) => soundFile(index, join(noise(BYTES_A_FILE / 2), lines(1))),
  "sounds and texts": (index) => (index % 2 === 0 ? soundFile(index, noise(BYTES_A_FILE)) : textFile(index)),
  "texts only": textFile,
};

/** Of a kind that packages may hold, so that no finding of 200 files is timed. */
function soundFile(index: number, data: Uint8Array): BenchFile {
  return [`assets/sound-${index}.ogg`, join(new TextEncoder().encode("OggS"), data)];
}

function textFile(index: number): BenchFile {
  return [`assets/text-${index}.txt`, lines(2_000)];
}

/** Reading a package of 5 MB with every rule, and verifying its signature, beside jszip and node:crypto. */
export async function benchPackages(): Promise<readonly string[]> {
  const results: string[] = [];
  for (const [name, dataOf] of Object.entries(mixes)) results.push(await benchMix(name, dataOf));
  return [`package read + verify of ${((FILES * BYTES_A_FILE) / 1e6).toFixed(1)} MB in ${FILES} files`, ...results];
}

async function benchMix(name: string, fileOf: (index: number) => BenchFile): Promise<string> {
  const signer = ephemeralSigner();
  const files = Array.from({ length: FILES }, (_, index) => fileOf(index));
  const built = aPackage({ files: Object.fromEntries(files) }, [signer]);
  const own = (): void => {
    const { opened } = readPackage(built.archive, nodePackagePorts);
    if (opened === null || opened.signature === null) throw new Error("refused");
    const { signature } = checkSignatureFile(opened.signature, opened.document);
    if (signature === null || packageSigners(signature, [signer.key], nodeCrypto).length !== 1)
      throw new Error("refused");
  };
  const { a, b, ratio } = await compare(own, peerOf(built, signer.key.bytes));
  const bound = await compare(own, nativeWork(files.map(([, data]) => data)));
  return (
    `  ${name}, ${(built.archive.length / 1e6).toFixed(1)} MB packed: ${a.median.toFixed(1)} ms, ` +
    `jszip + node:crypto ${b.median.toFixed(1)} ms, ratio ${ratio.toFixed(2)} (floor ${FLOOR}: ${verdict(ratio <= FLOOR)}); ` +
    `zlib, SHA-256 and CRC-32 alone ${bound.b.median.toFixed(1)} ms, ` +
    `${bound.ratio.toFixed(2)} times that (floor ${BOUND}: ${verdict(bound.ratio <= BOUND)})`
  );
}

function noise(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/** Text of so many different lines, each time in another order. */
function lines(different: number): Uint8Array {
  const words = ["local", "notes", "=", "require", "(", "'scripts.notes'", ")", "--", "a", "line", "of", "Lua", "end"];
  let text = "";
  while (text.length < BYTES_A_FILE) {
    const line = Math.floor(Math.random() * different);
    text += `${words.map((word, at) => ((line * (at + 7)) % 5 === 0 ? `${word}${line}` : word)).join(" ")}\n`;
  }
  return new TextEncoder().encode(text).subarray(0, BYTES_A_FILE);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  return concatBytes([a, b]).subarray(0, BYTES_A_FILE);
}

/** What no reader of such a package can leave out. */
function nativeWork(files: readonly Uint8Array[]): () => void {
  const packed = files.map((data) => ({ length: data.length, deflated: deflateRawSync(data, { level: 9 }) }));
  return () => {
    for (const { length, deflated } of packed) {
      const data = inflateRawSync(deflated, { chunkSize: length + 1 });
      crc32(data);
      hash("sha256", data, "buffer");
    }
  };
}

/** The same work by others: every file's CRC-32 and SHA-256, and one signature over the list. */
function peerOf({ archive, facts }: BuiltPackage, key: Uint8Array): () => Promise<void> {
  const { signatures, signed } = facts.signature;
  const publicKey = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") },
    format: "jwk",
  });
  const signature = Buffer.from(signatures[0]?.sig ?? "", "hex");
  return async () => {
    const zip = await JSZip.loadAsync(archive, { checkCRC32: true });
    for (const file of Object.values(zip.files)) {
      if (file.dir) continue;
      createHash("sha256")
        .update(await file.async("uint8array"))
        .digest();
    }
    if (!verify(null, canonicalize(signed), publicKey, signature)) throw new Error("refused");
  };
}
