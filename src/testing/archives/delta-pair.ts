import type { ForgedDelta, ForgedFile } from "./delta-forge.ts";
import { aPackage, type PackageChoice } from "../package-kit.ts";
import { aSigner } from "../builders.ts";
import { developer } from "../vectors/vectors-kit.ts";
import { fromHex } from "../../core/bytes.ts";
import type { DeltaFile } from "../../core/delta/delta-format.ts";
import { makeDelta } from "../../core/delta/make-delta.ts";
import { olderVersion } from "../../core/delta/older-version.ts";
import { readDelta } from "../../core/delta/read-delta.ts";
import type { PackageFile } from "../../core/package/package-document.ts";
import { readZip } from "../../core/package/zip/zip-reader.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

// The two versions of the vectors about deltas: one of everything that can happen to a file.

const LIST = Array.from({ length: 24 }, (_, line) => `print(${line}, "entry ${line * line}")\n`);
const OLD = "print('first')\nprint('other')\n";
/** Longer than a dictionary can be. */
const DOTS = ".".repeat(33_000);

/** The version that deltas start from. */
export const olderChoice: Pick<PackageChoice, "files"> = {
  files: {
    "assets/list.lua": LIST.join(""),
    "assets/old.lua": OLD,
    "assets/words.txt": `alpha bravo charlie delta echo${DOTS}november oscar papa quebec romeo`,
  },
};

/** The version they lead to. */
export const newerChoice: Pick<PackageChoice, "files"> = {
  files: {
    "assets/fresh.lua": `${LIST.slice(3, 6).join("")}return 1\n`,
    "assets/list.lua": LIST.with(12, 'print(12, "a dozen")\n').join(""),
    "assets/words.txt": `november oscar${DOTS}papa quebec romeo, november oscar papa`,
    "lib/empty.txt": "",
    "lib/old.lua": OLD,
  },
};

/** The newer version has a signer that the older one does not have. */
export const newerSigners: readonly Signer[] = [developer, aSigner("another developer of the vectors")];

export const olderPackage = aPackage({ ...olderChoice, version: "1.0.0", versionCode: 1 }, [developer]);
export const newerPackage = aPackage({ ...newerChoice, version: "1.1.0", versionCode: 2 }, newerSigners);

/** Files of an archive, its `signature.sig` among them. */
export function unpacked(archive: Uint8Array): readonly PackageFile[] {
  const zip = readZip(archive, nodePackagePorts);
  if (!zip.ok) throw new TypeError(zip.findings.map(({ message }) => message).join(" "));
  return zip.entries;
}

/** The delta between them, as `mosis` makes it. */
export function madeDelta(to: Uint8Array = newerPackage.archive): Uint8Array {
  // However large it is beside such a small package.
  const target = { files: unpacked(to), packedLength: 1 << 20 };
  const delta = makeDelta(unpacked(olderPackage.archive), target, nodePackagePorts);
  if (delta === null) throw new TypeError("no delta");
  return delta;
}

/** Place of a file of the older version. */
export function placeOf(path: string): number {
  return olderVersion(unpacked(olderPackage.archive)).files.findIndex((file) => file.path === path);
}

/** The same delta taken apart, to be forged. */
export function rightDelta(): Required<Pick<ForgedDelta, "signatures" | "removed">> & {
  readonly files: readonly (ForgedFile & { readonly named: string })[];
} {
  const older = olderVersion(unpacked(olderPackage.archive));
  const { signatures, removed, files } = readDelta(madeDelta(), older);
  return {
    signatures: signatures.map(({ keyid, sig }) => {
      const signer = older.keyids.indexOf(keyid) + 1;
      return { signer, ...(signer === 0 && { keyid: bytesOfHex(keyid) }), sig: bytesOfHex(sig) };
    }),
    removed: removed.map((place, index) => place - (removed[index - 1] ?? -1) - 1),
    files: files.map((file) => ({ named: file.path, ...nameOf(file), ...bodyOf(file) })),
  };
}

function bytesOfHex(text: string): Uint8Array {
  return fromHex(text) ?? new Uint8Array();
}

function nameOf({ path, base }: DeltaFile): Pick<ForgedFile, "place" | "path" | "base"> {
  const place = placeOf(path);
  return place < 0 ? { path, base: (base ?? -1) + 1 } : { place: place + 1 };
}

function bodyOf({ copies, length, packed }: DeltaFile): Pick<ForgedFile, "copies" | "tail" | "packed"> {
  let [end, left] = [0, 0];
  const steps = copies.map((copy): [number, number, number] => {
    const step = copy.from - left;
    const forged: [number, number, number] = [copy.at - end, step < 0 ? -2 * step - 1 : 2 * step, copy.length];
    [end, left] = [copy.at + copy.length, copy.from + copy.length];
    return forged;
  });
  return { copies: steps, tail: length - end, ...(packed.length > 0 && { packed }) };
}
