import { aSigner } from "../builders.ts";
import type { Vector, VectorBytes } from "./vectors.ts";
import { binary, developer, flipping, platform, publicHex, vectorDocument } from "./vectors-kit.ts";
import { encodeAtRest, encodePretty, type SignedBody, type SignedDocument } from "../../core/json/signed-document.ts";
import { signDocument } from "../../core/signing/signatures.ts";

/** `at_rest`: read as a file a device verifies, which is canonical byte for byte. */
export type DocumentVector = Vector<
  { readonly document: VectorBytes; readonly at_rest: boolean },
  "ok" | readonly string[]
>;

/** Whether the file is canonical at rest and bears a valid signature of the key. Needs no JSON reader. */
export type RawSliceVector = Vector<{ readonly file: VectorBytes; readonly public: string }, "valid" | "invalid">;

const body: SignedBody = { _type: "mosis-example", spec_version: "1.0.0", text: "Grüße 🙂", list: [1, { b: 2, a: 1 }] };
const stranger = aSigner("stranger of the vectors");
const two = signDocument(body, [developer, platform]);
const one = signDocument(body, [developer]);

/** Envelopes, right and wrong; whose signatures they bear is not asked. */
export function documentVectors(): readonly DocumentVector[] {
  const atRest = (name: string, why: string, text: string, ...rules: string[]): DocumentVector => ({
    name,
    why,
    input: { document: { text }, at_rest: true },
    expected: rules.length === 0 ? "ok" : rules,
  });
  const [first = one.signatures[0], second] = two.signatures;
  const canonical = textOf(two);
  const spoiled = (change: object): string => JSON.stringify({ ...two, ...change });
  return [
    atRest("two signatures", "Sorted by key id.", canonical),
    atRest("one signature", "The usual case.", textOf(one)),
    atRest(
      "no signature",
      "A document before it is signed: an envelope all the same.",
      textOf({ ...two, signatures: [] }),
    ),
    {
      name: "a document in Git",
      why: "Reviewed by people: pretty-printed, canonicalised to verify.",
      input: { document: { text: new TextDecoder().decode(encodePretty(two)) }, at_rest: false },
      expected: "ok",
    },
    atRest(
      "a document in Git where a device reads",
      "The raw slice is not what was signed.",
      new TextDecoder().decode(encodePretty(two)),
      "signed/not-at-rest",
    ),
    atRest("a line feed at the end", "Editors add one.", `${canonical}\n`, "signed/not-at-rest"),
    atRest("a space before the body", "One byte.", canonical.replace('"signed":', '"signed": '), "signed/not-at-rest"),
    atRest(
      "signed before signatures",
      "Sorted otherwise than at rest.",
      JSON.stringify({ signed: body, signatures: two.signatures }),
      "signed/not-at-rest",
    ),
    atRest(
      "an escape that is not needed",
      "The same value in another spelling.",
      canonical.replace("mosis-example", String.raw`mosis\u002dexample`),
      "signed/not-at-rest",
    ),
    atRest(
      "keys of the body out of order",
      "The same value in another order.",
      JSON.stringify({ signatures: two.signatures, signed: { spec_version: "1.0.0", _type: "a" } }),
      "signed/not-at-rest",
    ),
    atRest("an array", "No envelope.", "[]", "signed/envelope"),
    atRest(
      "a body without signatures",
      "Both members are needed.",
      JSON.stringify({ signed: body }),
      "signed/envelope",
    ),
    atRest("a third member", "Nothing is beside what is signed.", spoiled({ comment: "" }), "signed/envelope"),
    atRest("signatures that are an object", "A list.", spoiled({ signatures: {} }), "signed/envelope"),
    atRest("signatures out of order", "Sorted by key id.", spoiled({ signatures: [second, first] }), "signed/envelope"),
    atRest(
      "a key that signs twice",
      "One signature a key, or thresholds could be met by one.",
      spoiled({ signatures: [first, first] }),
      "signed/envelope",
    ),
    atRest(
      "a key id in capitals",
      "Lower-case hex.",
      spoiled({ signatures: [{ ...first, keyid: first?.keyid.toUpperCase() }] }),
      "signed/envelope",
    ),
    atRest("a short key id", "64 digits.", spoiled({ signatures: [{ ...first, keyid: "00" }] }), "signed/envelope"),
    atRest("a short signature", "128 digits.", spoiled({ signatures: [{ ...first, sig: "00" }] }), "signed/envelope"),
    atRest(
      "a signature with a third member",
      "Key id and signature only.",
      spoiled({ signatures: [{ ...first, alg: "none" }] }),
      "signed/envelope",
    ),
    atRest("a body that is a string", "An object.", spoiled({ signed: "all of it" }), "signed/envelope"),
    atRest(
      "a body without _type",
      "What is signed says what it is.",
      spoiled({ signed: { spec_version: "1.0.0" } }),
      "signed/envelope",
    ),
    atRest(
      "a body without spec_version",
      "And to which specification.",
      spoiled({ signed: { _type: "mosis-example" } }),
      "signed/envelope",
    ),
    atRest(
      "two bodies",
      "Which one is signed?",
      canonical.replace('"signed":', '"signed":{},"signed":'),
      "json/duplicate-key",
    ),
    atRest("a body with a fraction", "No canonical form.", canonical.replace("[1,", "[1.5,"), "json/not-canonical"),
  ];
}

export function rawSliceVectors(): readonly RawSliceVector[] {
  const key = publicHex(developer);
  const vector = (
    name: string,
    why: string,
    expected: "valid" | "invalid",
    file: Uint8Array,
    by: string = key,
  ): RawSliceVector => ({ name, why, input: { file: binary(file), public: by }, expected });
  const text = (from: SignedDocument, change: (text: string) => string): Uint8Array =>
    new TextEncoder().encode(change(textOf(from)));
  const timestamp = signDocument(TIMESTAMP, [platform]);
  return [
    vector("one signature", "The usual case.", "valid", encodeAtRest(one)),
    vector("two signatures, asked for one", "Others may sign too.", "valid", encodeAtRest(two)),
    vector(
      "two signatures, asked for the other",
      "Wherever it stands.",
      "valid",
      encodeAtRest(two),
      publicHex(platform),
    ),
    vector(
      "a signature.sig",
      "A package document.",
      "valid",
      encodeAtRest(signDocument(vectorDocument(), [developer])),
    ),
    vector("a timestamp", "TUF metadata.", "valid", encodeAtRest(timestamp), publicHex(platform)),
    vector("a key that did not sign", "Not in the list.", "invalid", encodeAtRest(two), publicHex(stranger)),
    vector("no signatures", "Nobody signed.", "invalid", encodeAtRest({ ...one, signatures: [] })),
    vector("a wrong signature", "One bit.", "invalid", encodeAtRest(signDocument(body, [flipping(developer)]))),
    vector(
      "an altered body",
      "One character of text.",
      "invalid",
      text(one, (each) => each.replace("Gr", "gr")),
    ),
    vector(
      "an altered version",
      "A replayed timestamp would like to be newer.",
      "invalid",
      text(timestamp, (each) => each.replace('"version":7', '"version":8')),
      publicHex(platform),
    ),
    vector(
      "a line feed at the end",
      "Not at rest.",
      "invalid",
      text(one, (each) => `${each}\n`),
    ),
    vector("cut off by a byte", "The closing brace is missing.", "invalid", encodeAtRest(one).subarray(0, -1)),
    vector("cut off in the signatures", "Half an envelope.", "invalid", encodeAtRest(one).subarray(0, 100)),
    vector("an empty file", "No envelope.", "invalid", new Uint8Array(0)),
    vector("pretty-printed", "Not at rest.", "invalid", encodePretty(one)),
    vector(
      "a signature in capitals",
      "Lower-case hex only.",
      "invalid",
      text(one, (each) => each.replace(/"sig":"([0-9a-f]+)"/, (_, sig: string) => `"sig":"${sig.toUpperCase()}"`)),
    ),
    vector(
      "the same signature twice",
      "One a key.",
      "invalid",
      text(one, (each) => each.replace(/\[(\{[^}]+\})\]/, "[$1,$1]")),
    ),
    vector(
      "signatures out of order",
      "Sorted by key id.",
      "invalid",
      text(two, (each) => each.replace(/\[(\{[^}]+\}),(\{[^}]+\})\]/, "[$2,$1]")),
    ),
    vector(
      "a comma after the last signature",
      "No JSON.",
      "invalid",
      text(one, (each) => each.replace('"}],', '"},],')),
    ),
  ];
}

const TIMESTAMP: SignedBody = {
  _type: "timestamp",
  spec_version: "1.0.31",
  version: 7,
  expires: "2026-12-07T12:00:00Z",
  meta: { "snapshot.json": { version: 3, length: 1200, hashes: { sha256: "ab".repeat(32) } } },
};

function textOf(document: SignedDocument): string {
  return new TextDecoder().decode(encodeAtRest(document));
}
