import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalize } from "./canonical.ts";
import {
  encodeAtRest,
  encodePretty,
  parseAtRest,
  parseSignedDocument,
  readEnvelopeOf,
  type ParsedSignedDocument,
  type SignedBody,
  type SignedDocument,
} from "./signed-document.ts";
import { concatBytes, equalBytes } from "../bytes.ts";
import { Bug } from "../findings/bug.ts";
import { canonicalValue } from "../../testing/json-arbitraries.ts";
import { runs } from "../../testing/runs.ts";

const FILE = "signed.json";
const one = { keyid: "1".repeat(64), sig: "a".repeat(128) };
const two = { keyid: "2".repeat(64), sig: "b".repeat(128) };
const body: SignedBody = { _type: "mosis-test", spec_version: "1.0.0", text: "é", list: [1, "x"] };
const document: SignedDocument<SignedBody> = { signatures: [one, two], signed: body };

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function problems(parsed: ParsedSignedDocument): readonly string[] {
  return parsed.ok ? [] : parsed.findings.map(({ rule, pointer, message }) => `${rule} ${pointer ?? ""} ${message}`);
}

function splice(bytes: Uint8Array, at: number, removed: number, added: string): Uint8Array {
  return concatBytes([bytes.subarray(0, at), new TextEncoder().encode(added), bytes.subarray(at + removed)]);
}

const bodies = fc.array(canonicalValue, { maxLength: 3 }).map((list): SignedBody => ({ ...body, list }));

test("is read back in both layouts", () => {
  fc.assert(
    fc.property(bodies, fc.subarray([one, two]), (signed, signatures) => {
      const written = { signatures, signed };
      for (const parsed of [
        parseAtRest(encodeAtRest(written), FILE),
        parseSignedDocument(encodePretty(written), FILE),
        parseSignedDocument(encodeAtRest(written), FILE),
      ]) {
        expect(parsed).toMatchObject({ ok: true, document: written });
      }
    }),
  );
});

test("is canonical as a whole at rest, so that the slice behind `signed` is what was signed", () => {
  const bytes = encodeAtRest({ signed: body, signatures: [{ sig: one.sig, keyid: one.keyid }] });
  expect(bytes).toEqual(canonicalize({ signatures: [one], signed: body }));
  const text = new TextDecoder().decode(bytes);
  const slice = text.slice(text.indexOf(',"signed":') + ',"signed":'.length, -1);
  expect(new TextEncoder().encode(slice)).toEqual(canonicalize(body));
});

test("with a known body gives the signatures that reading all of it gives, and none of anything else", () => {
  const message = canonicalize(body);
  const written = encodeAtRest(document);
  const changed = fc
    .tuple(fc.nat({ max: written.length }), fc.nat({ max: 3 }), fc.string({ unit: "binary-ascii", maxLength: 3 }))
    .map(([at, removed, added]) => splice(written, at, removed, added));
  const others = bodies.map((signed) => encodeAtRest({ ...document, signed }));
  fc.assert(
    fc.property(fc.oneof(fc.constant(written), changed, others), (bytes) => {
      const parsed = parseAtRest(bytes, FILE);
      const isOfBody = parsed.ok && equalBytes(canonicalize(parsed.document.signed), message);
      expect(readEnvelopeOf(message, bytes)).toEqual(isOfBody ? parsed.document.signatures : null);
    }),
    { numRuns: runs(1000) },
  );
});

test.for<[string, string]>([
  ["an escape", `{"signatures":[{"keyid":"${"1".repeat(64)}","sig":"\\u0061${"a".repeat(127)}"}],"signed":`],
  ["a space", '{"signatures": [],"signed":'],
  ["another key before it", '{"a":0,"signatures":[],"signed":'],
  ["two lists of signatures", '{"signatures":[],"signatures":[],"signed":'],
  ["signatures out of order", `{"signatures":${JSON.stringify([two, one])},"signed":`],
  ["another object around it", '{"signatures":[],"x":{"signatures":[],"signed":'],
])("with a known body is nothing with %s", ([, head]) => {
  const message = canonicalize(body);
  const bytes = new TextEncoder().encode(`${head}${new TextDecoder().decode(message)}}`);
  expect(readEnvelopeOf(message, bytes)).toBeNull();
});

test("at rest is refused or another document when any byte of it changes", () => {
  const bytes = encodeAtRest(document);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ change;
      const parsed = parseAtRest(altered, FILE);
      if (parsed.ok) expect(parsed.document).not.toEqual(document);
    }),
    { numRuns: runs(1000) },
  );
});

test.for([
  ["a final newline", `${JSON.stringify(document)}\n`],
  ["spaces", JSON.stringify(document, null, 1)],
  ["another order of keys", JSON.stringify({ signed: body, signatures: [one, two] })],
  [
    "an escape that need not be",
    JSON.stringify({ signatures: [], signed: { ...body, text: "é" } }).replace("é", "\\u00e9"),
  ],
])("at rest is refused with %s, though the same document is read", ([, text]) => {
  const bytes = new TextEncoder().encode(text);
  expect(problems(parseSignedDocument(bytes, FILE))).toEqual([]);
  expect(problems(parseAtRest(bytes, FILE))).toEqual([
    "signed/not-at-rest  The bytes are not the canonical form of the document.",
  ]);
});

describe("is refused", () => {
  test.for<[string, unknown, string]>([
    ["as an array", [], "signed/envelope  This is no signed document."],
    ["with a key more", { ...document, extra: 1 }, "signed/envelope  This is no signed document."],
    ["without signatures", { signed: body }, "signed/envelope  This is no signed document."],
    ["with a key that looks like two", { "signatures,signed": 1 }, "signed/envelope  This is no signed document."],
    ["with an object of signatures", { signatures: {}, signed: body }, "signed/envelope /signatures Not an array."],
    [
      "with a signature of null",
      { signatures: [null], signed: body },
      "signed/envelope /signatures/0 Not a signature.",
    ],
    [
      "with upper-case hex",
      { signatures: [{ ...one, sig: "A".repeat(128) }], signed: body },
      "signed/envelope /signatures/0 Not a signature.",
    ],
    [
      "with a short signature",
      { signatures: [one, { ...two, sig: "b".repeat(127) }], signed: body },
      "signed/envelope /signatures/1 Not a signature.",
    ],
    [
      "with a field more in a signature",
      { signatures: [{ ...one, extra: 1 }], signed: body },
      "signed/envelope /signatures/0 Not a signature.",
    ],
    [
      "with unsorted signatures",
      { signatures: [two, one], signed: body },
      "signed/envelope /signatures/1 Signatures are out of order or a key signs twice.",
    ],
    [
      "with two signatures of a key",
      { signatures: [one, { ...two, keyid: one.keyid }], signed: body },
      "signed/envelope /signatures/1 Signatures are out of order or a key signs twice.",
    ],
    [
      "without a type",
      { signatures: [one], signed: { spec_version: "1.0.0" } },
      "signed/envelope /signed The body lacks its type.",
    ],
    [
      "with a number for a version",
      { signatures: [one], signed: { ...body, spec_version: 1 } },
      "signed/envelope /signed The body lacks its type.",
    ],
    ["with a body of null", { signatures: [one], signed: null }, "signed/envelope /signed The body lacks its type."],
    [
      "with a fraction",
      { signatures: [], signed: { ...body, x: 0.5 } },
      "json/not-canonical /signed/x 0.5 is not a plain integer.",
    ],
  ])("%s", ([, value, expected]) => {
    expect(problems(parseSignedDocument(encode(value), FILE))).toEqual([expected]);
    expect(problems(parseAtRest(encode(value), FILE))).toEqual([expected]);
  });

  test("by the writer, when its body has no canonical form", () => {
    const broken = { signatures: [], signed: { ...body, x: 0.5 } };
    expect(() => encodeAtRest(broken)).toThrow(Bug);
    expect(() => encodePretty(broken)).toThrow(Bug);
  });
});
