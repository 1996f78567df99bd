import { canonicalize } from "./canonical.ts";
import { type JsonDocument, parseJson } from "./parse.ts";
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "./value.ts";
import { concatBytes, equalBytes } from "../bytes.ts";
import { type Finding, finding } from "../findings/finding.ts";

/** One Ed25519 signature over the canonical bytes of `signed`. */
export type Signature = {
  /** Lower-case hex, 64 characters. */
  readonly keyid: string;
  /** Lower-case hex, 128 characters. */
  readonly sig: string;
};

/** The one form of everything that is signed: TUF's envelope (TUF 1.0 section 4.2.1). A type, so that it is a JSON value. */
export type SignedDocument<T extends JsonObject = JsonObject> = {
  /** At most one a key, sorted by keyid. */
  readonly signatures: readonly Signature[];
  readonly signed: T;
};

/** `signed` of every document says what it is and to which version of its specification. */
export interface SignedBody extends JsonObject {
  readonly _type: string;
  readonly spec_version: string;
}

export type ParsedSignedDocument =
  | { readonly ok: true; readonly document: SignedDocument<SignedBody>; readonly source: JsonDocument }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads a signed document in any layout: the form reviewed in Git. */
export function parseSignedDocument(bytes: Uint8Array, file: string): ParsedSignedDocument {
  const parsed = parseJson(bytes, file);
  if (!parsed.ok) return parsed;
  const { value } = parsed.document;
  const problem = envelopeProblem(value);
  if (problem !== null) {
    const { pointer, ...detail } = problem;
    const range = parsed.document.locate(pointer);
    return { ok: false, findings: [finding("signed/envelope", { file, pointer, range, ...detail })] };
  }
  return { ok: true, document: value as unknown as SignedDocument<SignedBody>, source: parsed.document };
}

/**
 * Reads a signed document that must be canonical at rest: byte for byte what {@link encodeAtRest} writes. A device may then
 * verify the raw slice behind `"signed":` and needs no canonicaliser.
 */
export function parseAtRest(bytes: Uint8Array, file: string): ParsedSignedDocument {
  const parsed = parseSignedDocument(bytes, file);
  if (parsed.ok && !equalBytes(encodeAtRest(parsed.document), bytes)) {
    const message = "The bytes are not the canonical form of the document.";
    return { ok: false, findings: [finding("signed/not-at-rest", { file, message })] };
  }
  return parsed;
}

/** The bytes of a document canonical at rest: `{"signatures":[...],"signed":` + canonical bytes of `signed` + `}`. */
export function encodeAtRest(document: SignedDocument): Uint8Array<ArrayBuffer> {
  const signatures = canonicalize(document.signatures.map(({ keyid, sig }) => ({ keyid, sig })));
  const encoder = new TextEncoder();
  return concatBytes([
    encoder.encode('{"signatures":'),
    signatures,
    encoder.encode(',"signed":'),
    canonicalize(document.signed),
    encoder.encode("}"),
  ]);
}

/** The text of a document for people and Git: two-space indent, final newline. */
export function encodePretty(document: SignedDocument): Uint8Array<ArrayBuffer> {
  canonicalize(document.signed);
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}

const KEYID = /^[0-9a-f]{64}$/;
const SIG = /^[0-9a-f]{128}$/;

function envelopeProblem(value: JsonValue): { pointer: string; message: string; expected: string } | null {
  if (!isJsonObject(value) || !hasExactly(value, ["signatures", "signed"])) {
    return {
      pointer: "",
      message: "This is no signed document.",
      expected: 'an object of "signatures" and "signed" only',
    };
  }
  const { signatures, signed } = value;
  if (!Array.isArray(signatures)) return { pointer: "/signatures", message: "Not an array.", expected: "an array" };
  let previous = "";
  for (const [index, signature] of (signatures as JsonArray).entries()) {
    const pointer = `/signatures/${index}`;
    if (!isSignature(signature)) {
      return { pointer, message: "Not a signature.", expected: '{"keyid": 64 hex digits, "sig": 128 hex digits}' };
    }
    if (signature.keyid <= previous) {
      return {
        pointer,
        message: "Signatures are out of order or a key signs twice.",
        expected: "one a key, sorted by keyid",
      };
    }
    previous = signature.keyid;
  }
  if (!isJsonObject(signed) || typeof signed["_type"] !== "string" || typeof signed["spec_version"] !== "string") {
    return {
      pointer: "/signed",
      message: "The body lacks its type.",
      expected: '"_type" and "spec_version" as strings',
    };
  }
  return null;
}

function isSignature(value: JsonValue): value is JsonObject & { keyid: string; sig: string } {
  if (!isJsonObject(value) || !hasExactly(value, ["keyid", "sig"])) return false;
  const { keyid, sig } = value;
  return typeof keyid === "string" && KEYID.test(keyid) && typeof sig === "string" && SIG.test(sig);
}

function hasExactly(object: JsonObject, keys: readonly string[]): boolean {
  return Object.keys(object).length === keys.length && keys.every((key) => Object.hasOwn(object, key));
}
