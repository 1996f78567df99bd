/** The value of a numeral: an integer of 64 bits, or a float. */
export type LuaNumber =
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number };

const HEX = /^0[xX]([0-9a-fA-F]*)(?:(\.)([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/;
const DECIMAL = /^(?:[0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
const LARGEST = 0x7fff_ffff_ffff_ffffn;
/** Digits of any integer that a double holds exactly. */
const SAFE_DIGITS = 15;
/** Digits of the largest integer. */
const MOST_DIGITS = 19;

/** The value of what Lua's lexer takes for a numeral; null when it is malformed. */
export function readNumeral(text: string): LuaNumber | null {
  const hex = HEX.exec(text);
  if (hex !== null) return hexNumeral(hex);
  const decimal = DECIMAL.exec(text);
  if (decimal === null) return null;
  const isInteger = decimal[1] === undefined && decimal[2] === undefined && text.charCodeAt(0) !== 0x2e;
  return (isInteger ? decimalInteger(text) : null) ?? { kind: "float", value: Number(text) };
}

function decimalInteger(text: string): LuaNumber | null {
  if (text.length <= SAFE_DIGITS) return { kind: "integer", value: BigInt(Number(text)) };
  const digits = text.replace(/^0+/, "");
  if (digits.length > MOST_DIGITS) return null;
  const value = BigInt(digits);
  return value > LARGEST ? null : { kind: "integer", value };
}

function hexNumeral([, whole = "", point, part = "", exponent]: RegExpExecArray): LuaNumber | null {
  if (whole.length + part.length === 0) return null;
  // Integers wrap around.
  if (point === undefined && exponent === undefined) {
    return { kind: "integer", value: BigInt.asIntN(64, BigInt(`0x${whole.slice(-16)}`)) };
  }
  return { kind: "float", value: scaled(BigInt(`0x${whole}${part}`), Number(exponent ?? 0) - 4 * part.length) };
}

/** `mantissa` times 2 to the `exponent`, rounded once, to the nearest and then to the even, as `strtod` does. */
function scaled(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = bitLength(mantissa);
  const top = bits + exponent;
  if (top > 1024) return Number.POSITIVE_INFINITY;
  if (top < -1074) return 0;
  // A double has 53 bits, and none below 2^-1074.
  const kept = Math.min(53, top + 1074);
  const dropped = bits - kept;
  if (dropped <= 0) return Number(mantissa) * 2 ** exponent;
  return Number(roundedShift(mantissa, BigInt(dropped))) * 2 ** (exponent + dropped);
}

function roundedShift(value: bigint, by: bigint): bigint {
  const half = 1n << (by - 1n);
  const floor = value >> by;
  const rest = value - (floor << by);
  return rest > half || (rest === half && (floor & 1n) === 1n) ? floor + 1n : floor;
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex[0] ?? "0", 16)));
}
