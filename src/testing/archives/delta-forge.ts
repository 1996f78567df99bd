import { concatBytes } from "../../core/bytes.ts";

/** A number as it has to be written, or raw bytes in its place. */
export type ForgedNumber = number | Uint8Array;

/** A file of a delta; lengths and counts are right unless overridden. */
export interface ForgedFile {
  /** Place plus 1 of an older file; without it the path and base of a new one. */
  readonly place?: ForgedNumber;
  readonly path?: string | Uint8Array;
  readonly pathLength?: ForgedNumber;
  readonly base?: ForgedNumber;
  readonly copyCount?: ForgedNumber;
  /** Fresh bytes before it, step as it is written, length. */
  readonly copies?: readonly (readonly [ForgedNumber, ForgedNumber, ForgedNumber])[];
  /** Fresh bytes at the end. */
  readonly tail: ForgedNumber;
  /** The stream, whatever it inflates to; without it the file has none. */
  readonly packed?: Uint8Array;
  readonly packedLength?: ForgedNumber;
}

export interface ForgedDelta {
  readonly mark?: Uint8Array;
  readonly signatureCount?: ForgedNumber;
  readonly signatures?: readonly {
    readonly signer: ForgedNumber;
    readonly keyid?: Uint8Array;
    readonly sig: Uint8Array;
  }[];
  readonly removedCount?: ForgedNumber;
  readonly removed?: readonly ForgedNumber[];
  readonly fileCount?: ForgedNumber;
  readonly files?: readonly ForgedFile[];
  readonly trailing?: Uint8Array;
}

const MARK = new TextEncoder().encode("msd1");
const NOTHING = new Uint8Array();

/** Writes a delta from its specification (docs/spec/package.md section 5) and not with the core's writer, as broken as it says. */
export function forgeDelta(delta: ForgedDelta): Uint8Array<ArrayBuffer> {
  const { signatures = [], removed = [], files = [] } = delta;
  return concatBytes([
    delta.mark ?? MARK,
    encoded(delta.signatureCount ?? signatures.length),
    ...signatures.flatMap(({ signer, keyid = NOTHING, sig }) => [encoded(signer), keyid, sig]),
    encoded(delta.removedCount ?? removed.length),
    ...removed.map(encoded),
    encoded(delta.fileCount ?? files.length),
    ...files.flatMap(planOf),
    ...files.map(({ packed = NOTHING }) => packed),
    delta.trailing ?? NOTHING,
  ]);
}

function planOf(file: ForgedFile): readonly Uint8Array[] {
  const { copies = [], packed } = file;
  const path = typeof file.path === "string" ? new TextEncoder().encode(file.path) : (file.path ?? NOTHING);
  const name =
    file.place === undefined
      ? [encoded(0), encoded(file.pathLength ?? path.length), path, encoded(file.base ?? 0)]
      : [encoded(file.place)];
  const length = file.packedLength ?? packed?.length;
  return [
    ...name,
    encoded(file.copyCount ?? copies.length),
    ...copies.flat().map(encoded),
    encoded(file.tail),
    ...(length === undefined ? [] : [encoded(length)]),
  ];
}

function encoded(value: ForgedNumber): Uint8Array {
  return typeof value === "number" ? Uint8Array.from(groupsOf(value)) : value;
}

/** Seven bits each, the lowest first. */
function groupsOf(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...groupsOf(Math.floor(value / 128))];
}
