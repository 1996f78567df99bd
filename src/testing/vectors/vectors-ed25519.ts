import { hash } from "node:crypto";

import { Point } from "@noble/ed25519";

import type { Vector } from "./vectors.ts";
import { vectorDocument } from "./vectors-kit.ts";
import { concatBytes, toHex } from "../../core/bytes.ts";
import { canonicalize } from "../../core/json/canonical.ts";

/** All in hex. The message is always the package document of packages.json, so that a command line can be asked too. */
export type Ed25519Vector = Vector<
  { readonly public: string; readonly message: string; readonly signature: string },
  "valid" | "invalid"
>;

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
/** A point of order 8 (Chalkias et al. 2020, table 2). */
const TORSION = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
const SECRET = 0x1234567890abcdefn;

/** Places where implementations of Ed25519 differ, with the verdicts of libsodium. */
export function ed25519Vectors(): readonly Ed25519Vector[] {
  const message = canonicalize(vectorDocument());
  const good = signWith(message, 1n, Point.ZERO, Point.ZERO);
  const [r, s] = [good.signature.slice(0, 32), good.signature.slice(32)];
  const vector = (
    name: string,
    why: string,
    expected: "valid" | "invalid",
    change: Partial<Signed> = {},
  ): Ed25519Vector => {
    const { key, signature } = { ...good, ...change };
    const input = { public: toHex(key), message: toHex(message), signature: toHex(signature) };
    return { name, why, input, expected };
  };
  const smallOrder = [0n, 1n, 2n, 4n].map((factor) => TORSION.multiply(factor, false).toBytes());
  return [
    vector("an ordinary signature", "S B = R + k A.", "valid"),
    vector(
      "mixed order, cofactorless equation holds",
      "A and R have torsion parts that cancel out.",
      "valid",
      mixed(message, true),
    ),
    vector(
      "mixed order, only the cofactored equation holds",
      "A verifier that multiplies by 8 would accept.",
      "invalid",
      mixed(message, false),
    ),
    vector("S + L", "The same signature in another spelling.", "invalid", {
      signature: concatBytes([r, little(scalar(s) + L)]),
    }),
    vector("S with its highest bit set", "Far above L.", "invalid", {
      signature: concatBytes([r, little(scalar(s) | (1n << 255n))]),
    }),
    vector("R altered", "One bit.", "invalid", { signature: concatBytes([flip(r), s]) }),
    vector("S altered", "One bit.", "invalid", { signature: concatBytes([r, flip(s)]) }),
    vector("another key", "One bit of A; it may be no point at all.", "invalid", { key: flip(good.key) }),
    vector("all zeros", "R of order 4, S = 0.", "invalid", { signature: new Uint8Array(64) }),
    vector("R that is no point", "y = 2.", "invalid", { signature: concatBytes([little(2n), s]) }),
    vector("A that is no point", "y = 2.", "invalid", { key: little(2n) }),
    vector("R not canonical", "y = p + 3.", "invalid", { signature: concatBytes([little(P + 3n), s]) }),
    vector("A not canonical", "y = p + 3.", "invalid", { key: little(P + 3n) }),
    ...smallOrder.map((key, index) =>
      vector(
        `A of small order, ${index}`,
        "S = 0 and R = A or the neutral element would verify for many messages.",
        "invalid",
        {
          key,
          signature: concatBytes([little(1n), little(0n)]),
        },
      ),
    ),
    ...smallOrder.map((point, index) =>
      vector(`R of small order, ${index}`, "libsodium refuses it whatever the equation says.", "invalid", {
        signature: concatBytes([point, s]),
      }),
    ),
    vector("A of order 1 in another spelling", "y = 1 with the sign bit.", "invalid", {
      key: little(1n | (1n << 255n)),
      signature: concatBytes([little(1n), little(0n)]),
    }),
  ];
}

interface Signed {
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

/** Signs by RFC 8032 with a chosen nonce, and torsion added to A and R. */
function signWith(message: Uint8Array, nonce: bigint, torsionOfA: Point, torsionOfR: Point): Signed & { k: bigint } {
  const key = Point.BASE.multiply(SECRET).add(torsionOfA).toBytes();
  const r = Point.BASE.multiply(nonce).add(torsionOfR).toBytes();
  const k = scalar(hash("sha512", concatBytes([r, key, message]), "buffer")) % L;
  return { key, signature: concatBytes([r, little((nonce + k * SECRET) % L)]), k };
}

/** A and R of mixed order. S B = R + k A only if the torsions cancel out: 3 + k = 0 (mod 8). */
function mixed(message: Uint8Array, holds: boolean): Signed {
  for (let nonce = 1n; ; nonce += 1n) {
    const signed = signWith(message, nonce, TORSION, TORSION.multiply(3n, false));
    if (((signed.k + 3n) % 8n === 0n) === holds) return signed;
  }
}

function flip(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
}

function little(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn));
}

function scalar(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
