import type { Signature } from "../json/signed-document.ts";
import { limits } from "../limits.ts";

// The bytes of a delta (docs/spec/package.md section 5). Files of the older version go by their place in its list of files.

/** What every delta begins with: `msd1`. */
export const MAGIC = Uint8Array.of(0x6d, 0x73, 0x64, 0x31);

/** Bytes of a key id and of a signature. */
export const KEY_ID_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** Largest number in a delta: 2^31 - 1, in five bytes. */
export const LARGEST_NUMBER = 2 ** 31 - 1;

/** Bytes of the newer file from `at` on that the older file has from `from` on. */
export interface Copy {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** A file that the newer version has and the older one has not under this path. */
export interface DeltaFile {
  readonly path: string;
  /** Place of the older file that the new one repeats parts of; its own older one where there is one of this path. */
  readonly base: number | null;
  /** In the order of the file, without overlap. */
  readonly copies: readonly Copy[];
  /** Bytes of the file. */
  readonly length: number;
  /** Raw deflate stream of everything that is not copied; empty where everything is. */
  readonly packed: Uint8Array;
}

/** A delta, read but not applied. */
export interface Delta {
  /** The newer version's own, in the order of its `signature.sig`. */
  readonly signatures: readonly Signature[];
  /** Places of older files that the newer version does not have, ascending. */
  readonly removed: readonly number[];
  /** Sorted bytewise by path. */
  readonly files: readonly DeltaFile[];
}

/** What a delta refers to of the older version, by place: what its `signature.sig` says. */
export interface OlderList {
  readonly keyids: readonly string[];
  /** Sorted bytewise by path, without `signature.sig`. */
  readonly files: readonly { readonly path: string; readonly length: number }[];
}

/** Bytes of a file that are not copied. */
export function freshBytes({ length, copies }: Pick<DeltaFile, "length" | "copies">): number {
  return copies.reduce((left, copy) => left - copy.length, length);
}

/** What the fresh bytes of a file may repeat: the end of its base. */
export function dictionaryOf(base: Uint8Array | null): Uint8Array {
  return base === null ? new Uint8Array() : base.subarray(Math.max(0, base.length - limits.delta.dictionaryBytes));
}
