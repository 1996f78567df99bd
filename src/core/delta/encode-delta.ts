import { type Copy, type Delta, type DeltaFile, freshBytes, MAGIC, type OlderList } from "./delta-format.ts";
import { concatBytes, fromHex } from "../bytes.ts";
import { Bug } from "../findings/bug.ts";
import type { Signature } from "../json/signed-document.ts";

/** The bytes of a delta (docs/spec/package.md section 5): the only ones for it. */
export function encodeDelta(delta: Delta, older: OlderList): Uint8Array<ArrayBuffer> {
  const { signatures, removed, files } = delta;
  const places = new Map(older.files.map(({ path }, place) => [path, place]));
  return concatBytes([
    MAGIC,
    number(signatures.length),
    ...signatures.flatMap((each) => encodeSignature(each, older)),
    number(removed.length),
    ...removed.map((place, index) => number(place - (removed[index - 1] ?? -1) - 1)),
    number(files.length),
    ...files.flatMap((file) => encodeFile(file, places.get(file.path) ?? null)),
    ...files.map(({ packed }) => packed),
  ]);
}

/** An integer of at least 0, seven bits a byte, the lowest first; all bytes but the last have the highest bit set. */
function number(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function encodeSignature({ keyid, sig }: Signature, { keyids }: OlderList): readonly Uint8Array[] {
  const known = keyids.indexOf(keyid) + 1;
  return [number(known), ...(known === 0 ? [hex(keyid)] : []), hex(sig)];
}

/** @param place of the older file of this path */
function encodeFile({ path, base, copies, length, packed }: DeltaFile, place: number | null): readonly Uint8Array[] {
  const name = place === null ? [number(path.length), new TextEncoder().encode(path), number((base ?? -1) + 1)] : [];
  const isAllCopied = freshBytes({ length, copies }) === 0;
  return [
    number((place ?? -1) + 1),
    ...name,
    number(copies.length),
    ...encodeCopies(copies),
    number(length - endOf(copies.at(-1)).at),
    ...(isAllCopied ? [] : [number(packed.length)]),
  ];
}

/** Each as the fresh bytes before it, the step from the end of the one before to its start in the older file, and its length. */
function encodeCopies(copies: readonly Copy[]): readonly Uint8Array[] {
  return copies.flatMap(({ at, from, length }, index) => {
    const before = endOf(copies[index - 1]);
    const step = from - before.from;
    return [number(at - before.at), number(step < 0 ? -2 * step - 1 : 2 * step), number(length)];
  });
}

function endOf(copy: Copy | undefined): { readonly at: number; readonly from: number } {
  return copy === undefined ? { at: 0, from: 0 } : { at: copy.at + copy.length, from: copy.from + copy.length };
}

function hex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (bytes === null) throw new Bug(`not hexadecimal: ${text}`);
  return bytes;
}
