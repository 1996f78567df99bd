import { type ForgedFile, forgeDelta } from "../archives/delta-forge.ts";
import { hostileDeltas } from "../archives/delta-hostile.ts";
import { madeDelta, newerPackage, olderPackage, placeOf, rightDelta, unpacked } from "../archives/delta-pair.ts";
import type { Vector, VectorBytes } from "./vectors.ts";
import { binary } from "./vectors-kit.ts";
import { fromHex, toHex } from "../../core/bytes.ts";
import { SIGNATURE_PATH } from "../../core/package/package-path.ts";
import { contentDigest, type PackageFile } from "../../core/package/package-document.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

/** Deltas, each with the SHA-256 of every file that comes of it, or the rules it breaks. */
export type DeltaVector = Vector<
  {
    /** Package of the version that is installed. */
    readonly older: VectorBytes;
    readonly delta: VectorBytes;
    /** Content digest of the version that was announced. */
    readonly content_digest: string;
  },
  { readonly files: Readonly<Record<string, string>> } | { readonly rules: readonly string[] }
>;

const older = unpacked(olderPackage.archive);
const newer = unpacked(newerPackage.archive);

export function deltaVectors(): readonly DeltaVector[] {
  return [...goodVectors(), ...damagedVectors(), ...hostileVectors()];
}

function goodVectors(): readonly DeltaVector[] {
  const right = rightDelta();
  const each = (change: (file: (typeof right.files)[number]) => ForgedFile) =>
    forgeDelta({ ...right, files: right.files.map(change) });
  const plain = each((file) => {
    const data = dataOf(file.named);
    if (data.length > 1000) return file;
    return { ...(file.place === undefined ? { path: file.named } : { place: file.place }), ...stored(data) };
  });
  const turned = each((file) => (file.named === "lib/old.lua" ? BACKWARDS : file));
  return [
    good("an update", "What a store publishes; one signer is known, one is new.", madeDelta()),
    good("an update without copies", "Small files whole, in stored blocks.", plain),
    good("a copy that goes back", "A file put together from the end of its base to its beginning.", turned),
  ];
}

/** The older version is not what the delta was made for. */
function damagedVectors(): readonly DeltaVector[] {
  const changed = (path: string, change: (data: Uint8Array) => Uint8Array): readonly PackageFile[] =>
    older.map((file) => (file.path === path ? { ...file, data: change(file.data) } : file));
  const flipped = (data: Uint8Array): Uint8Array => data.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  const without = (path: string): readonly PackageFile[] => older.filter((file) => file.path !== path);
  return [
    damaged("an altered base", "A byte of a file that is copied from.", changed("assets/list.lua", flipped)),
    damaged(
      "an altered file that stays",
      "A byte of a file that does not change.",
      changed("icons/icon-32.png", flipped),
    ),
    damaged(
      "a base that was cut",
      "Shorter than the list says.",
      changed("assets/list.lua", (data) => data.slice(1)),
    ),
    damaged("a file that is gone", "Listed, but not there.", without("icons/icon-64.png")),
    damaged("no signature.sig", "Nothing says what the places mean.", without(SIGNATURE_PATH), "signature/missing"),
    damaged(
      "a signature.sig that is none",
      "Nothing says what the places mean.",
      changed(SIGNATURE_PATH, () => hex("7b7d")),
      "signature/document",
    ),
  ];
}

function hostileVectors(): readonly DeltaVector[] {
  return hostileDeltas.map(({ name, why, rules, bytes }) => vector(name, why, bytes, { rules }));
}

function good(name: string, why: string, delta: Uint8Array): DeltaVector {
  const hashes = newer.map(({ path, data }) => [path, toHex(nodeCrypto.sha256(data))] as const);
  return vector(name, why, delta, { files: Object.fromEntries(hashes) });
}

function damaged(
  name: string,
  why: string,
  files: readonly PackageFile[],
  rule: "signature/files" | "signature/missing" | "signature/document" = "signature/files",
): DeltaVector {
  return vector(name, why, madeDelta(), { rules: [rule] }, writeZip(files, nodePackagePorts));
}

function vector(
  name: string,
  why: string,
  delta: Uint8Array,
  expected: DeltaVector["expected"],
  archive = olderPackage.archive,
): DeltaVector {
  const digest = contentDigest(newerPackage.facts.signature.signed, nodeCrypto.sha256);
  return { name, why, input: { older: binary(archive), delta: binary(delta), content_digest: digest }, expected };
}

/** `print('first')\nprint('other')\n`, its second line copied before its first, and both put right by fresh bytes. */
const BACKWARDS: ForgedFile = {
  path: "lib/old.lua",
  base: placeOf("assets/old.lua") + 1,
  // "print('" from the second line, "first" and so on from the first one, the rest from the second one again.
  copies: [
    [0, 30, 7],
    [0, 29, 8],
    [0, 0, 15],
  ],
  tail: 0,
};

function dataOf(path: string): Uint8Array {
  return newer.find((file) => file.path === path)?.data ?? new Uint8Array();
}

/** A file as stored blocks of at most 65,535 bytes: the bytes are those of any writer. */
function stored(data: Uint8Array): Pick<ForgedFile, "tail" | "packed"> {
  if (data.length === 0) return { tail: 0 };
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(data.length, 1);
  head.writeUInt16LE(data.length ^ 0xffff, 3);
  return { tail: data.length, packed: Buffer.concat([head, data]) };
}

function hex(text: string): Uint8Array {
  return fromHex(text) ?? new Uint8Array();
}
