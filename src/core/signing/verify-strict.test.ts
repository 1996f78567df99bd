import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Point } from "@noble/ed25519";
import { describe, expect, test } from "vitest";

import { nobleCrypto } from "./noble.ts";
import { verifyStrict } from "./verify-strict.ts";
import { concatBytes, fromHex, toHex } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aSigner, utf8 } from "../../testing/builders.ts";

const sha512 = (bytes: Uint8Array): Uint8Array => hash("sha512", bytes, "buffer");
const backEnds: readonly [string, CryptoPort][] = [
  ["node:crypto", nodeCrypto],
  ["noble", nobleCrypto({ sha256: nodeCrypto.sha256, sha512 })],
];

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;
/** A point of order 8 (Chalkias et al. 2020, table 2). */
const TORSION = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

interface Signed {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

function little(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn));
}

function scalar(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Signs by RFC 8032, with torsion added to A and R. */
function signWith(message: Uint8Array, torsionOfA: Point, torsionOfR: Point): Signed {
  const [a, r] = [0x1234567890abcdefn, 0xfedcba0987654321n];
  const key = Point.BASE.multiply(a).add(torsionOfA).toBytes();
  const R = Point.BASE.multiply(r).add(torsionOfR).toBytes();
  const k = scalar(sha512(concatBytes([R, key, message]))) % L;
  return { key, message, signature: concatBytes([R, little((r + k * a) % L)]) };
}

/** A of mixed order; R such that the cofactorless equation holds, or only the cofactored one does. */
function mixedOrder(holds: boolean): Signed {
  for (let count = 0; ; count += 1) {
    const torsionOfR = TORSION.multiply(3n, false);
    const signed = signWith(utf8(`mixed ${count}`), TORSION, torsionOfR);
    const k = scalar(sha512(concatBytes([signed.signature.slice(0, 32), signed.key, signed.message])));
    // S B = R + k A only if the torsions cancel out: 3 + k = 0 (mod 8).
    if ((((k % L) + 3n) % 8n === 0n) === holds) return signed;
  }
}

const good = signWith(utf8("message"), Point.ZERO, Point.ZERO);
const [goodR, goodS] = [good.signature.slice(0, 32), good.signature.slice(32)];
const changed = (change: Partial<Signed>): Signed => ({ ...good, ...change });

describe.each(backEnds)("with %s", (_, crypto) => {
  const accepts = ({ key, message, signature }: Signed): boolean => verifyStrict(crypto, signature, message, key);

  test("what OpenSSL signed is accepted, and nothing else that differs by a bit", () => {
    const { key, sign } = aSigner("ada");
    const message = utf8("message");
    const signature = fromHex(sign(message)) ?? new Uint8Array();
    const signed = { key: key.bytes, message, signature };
    expect(accepts(signed)).toBe(true);
    for (const part of ["key", "message", "signature"] as const) {
      for (let bit = 0; bit < 8 * signed[part].length; bit += 37) {
        const flipped = signed[part].slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(accepts({ ...signed, [part]: flipped })).toBe(false);
      }
    }
  });

  test.for<[string, Signed, boolean]>([
    ["a signature of the plain equation", good, true],
    [
      "S + L, which signs the same message again",
      changed({ signature: concatBytes([goodR, little(scalar(goodS) + L)]) }),
      false,
    ],
    [
      "S of zero with A and R of order 1",
      { key: little(1n), message: good.message, signature: concatBytes([little(1n), little(0n)]) },
      false,
    ],
    ["A of mixed order where the cofactorless equation holds, as libsodium does", mixedOrder(true), true],
    ["A of mixed order where only the cofactored equation holds", mixedOrder(false), false],
    ["a signature a byte short", changed({ signature: good.signature.slice(0, 63) }), false],
    ["a signature with a byte more", changed({ signature: concatBytes([good.signature, Uint8Array.of(0)]) }), false],
    ["a key a byte short", changed({ key: good.key.slice(1) }), false],
    ["a key that is no point", changed({ key: little(2n) }), false],
    ["R that is no point", changed({ signature: concatBytes([little(2n), goodS]) }), false],
  ])("it is right about %s", ([, signed, verdict]) => {
    expect(accepts(signed)).toBe(verdict);
  });
});

describe("whatever a back end says, it refuses", () => {
  const yes = { verifyEd25519: () => true };
  const smallOrder = Array.from({ length: 8 }, (_, index) => TORSION.multiply(BigInt(index), false).toBytes());
  const ys = [...new Set(smallOrder.map((bytes) => scalar(bytes) & ((1n << 255n) - 1n)))];
  const signs = [0n, 1n << 255n];
  const bad: readonly (readonly [string, Uint8Array])[] = [
    ...ys.flatMap((y) => signs.map((sign) => [`of small order ${toHex(little(y | sign))}`, little(y | sign)] as const)),
    ...[0n, 1n, 2n, 18n].flatMap((y) =>
      signs.map((sign) => [`not canonical: p + ${y}, sign ${sign >> 255n}`, little((P + y) | sign)] as const),
    ),
  ];

  test("none of an ordinary signature", () => {
    expect(verifyStrict(yes, good.signature, good.message, good.key)).toBe(true);
  });

  test.for(bad)("a key %s", ([, key]) => {
    expect(verifyStrict(yes, good.signature, good.message, key)).toBe(false);
  });

  test.for(bad)("R %s", ([, r]) => {
    expect(verifyStrict(yes, concatBytes([r, goodS]), good.message, good.key)).toBe(false);
  });

  test.for([L, L + 1n, 2n ** 253n, 2n ** 256n - 1n])("S of %s, and takes L - 1", (s) => {
    expect(verifyStrict(yes, concatBytes([goodR, little(s)]), good.message, good.key)).toBe(false);
    expect(verifyStrict(yes, concatBytes([goodR, little(L - 1n)]), good.message, good.key)).toBe(true);
  });
});

// Verdicts of libsodium on vectors nobody here made; they run where MOSIS_CORPUS names the folder that holds them.
const corpus = process.env["MOSIS_CORPUS"];
const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

test.for(corpus === undefined ? [] : backEnds)("%s accepts case 3 of speccheck only", ([, crypto]) => {
  const text = readFileSync(join(corpus ?? "", "ed25519/speccheck-cases.json"), "utf8");
  const cases = JSON.parse(text) as { message: string; pub_key: string; signature: string }[];
  const accepted = cases.flatMap(({ message, pub_key: key, signature }, index) =>
    verifyStrict(crypto, hex(signature), hex(message), hex(key)) ? [index] : [],
  );
  expect([cases.length, accepted]).toEqual([12, [3]]);
});

test.for(corpus === undefined ? [] : backEnds)("%s has the 151 verdicts of Wycheproof", ([, crypto]) => {
  const { testGroups } = JSON.parse(readFileSync(join(corpus ?? "", "ed25519/wycheproof-ed25519.json"), "utf8")) as {
    testGroups: { publicKey: { pk: string }; tests: { tcId: number; msg: string; sig: string; result: string }[] }[];
  };
  const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((each) => ({ ...each, pk: publicKey.pk })));
  const wrong = cases.filter(
    ({ pk, msg, sig, result }) => verifyStrict(crypto, hex(sig), hex(msg), hex(pk)) !== (result === "valid"),
  );
  expect([cases.length, wrong]).toEqual([151, []]);
});
