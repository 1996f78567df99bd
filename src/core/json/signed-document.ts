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

const encoder = new TextEncoder();
const END = encoder.encode("}");

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
  return encodeEnvelope(document.signatures, canonicalize(document.signed));
}

/**
 * The signatures of a document that is canonical at rest with exactly this body; null where the bytes are anything else, which
 * {@link parseAtRest} explains. The body is compared and not read.
 *
 * @param message canonical bytes of `signed`
 */
export function readEnvelopeOf(message: Uint8Array, bytes: Uint8Array): readonly Signature[] | null {
  const headLength = bytes.length - message.length - END.length;
  if (headLength < 0) return null;
  const head = parseJson(concatBytes([bytes.subarray(0, headLength), encoder.encode("0"), END]), "");
  if (!head.ok || !isJsonObject(head.document.value)) return null;
  const { signatures } = head.document.value;
  if (!Array.isArray(signatures) || signaturesProblem(signatures as JsonArray) !== null) return null;
  const known = signatures as unknown as readonly Signature[];
  return equalBytes(encodeEnvelope(known, message), bytes) ? known : null;
}

/** @param message canonical bytes of `signed` */
function encodeEnvelope(signatures: readonly Signature[], message: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes([
    encoder.encode('{"signatures":'),
    canonicalize(signatures.map(({ keyid, sig }) => ({ keyid, sig }))),
    encoder.encode(',"signed":'),
    message,
    END,
  ]);
}

/** The text of a document for people and Git: two-space indent, final newline. */
export function encodePretty(document: SignedDocument): Uint8Array<ArrayBuffer> {
  canonicalize(document.signed);
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}

const KEYID = /^[0-9a-f]{64}$/;
const SIG = /^[0-9a-f]{128}$/;

interface EnvelopeProblem {
  readonly pointer: string;
  readonly message: string;
  readonly expected: string;
}

function envelopeProblem(value: JsonValue): EnvelopeProblem | null {
  if (!isJsonObject(value) || !hasExactly(value, ["signatures", "signed"])) {
    return {
      pointer: "",
      message: "This is no signed document.",
      expected: 'an object of "signatures" and "signed" only',
    };
  }
  const { signatures, signed } = value;
  if (!Array.isArray(signatures)) return { pointer: "/signatures", message: "Not an array.", expected: "an array" };
  const problem = signaturesProblem(signatures as JsonArray);
  if (problem !== null) return problem;
  if (!isJsonObject(signed) || typeof signed["_type"] !== "string" || typeof signed["spec_version"] !== "string") {
    return {
      pointer: "/signed",
      message: "The body lacks its type.",
      expected: '"_type" and "spec_version" as strings',
    };
  }
  return null;
}

function signaturesProblem(signatures: JsonArray): EnvelopeProblem | null {
  let previous = "";
  for (const [index, signature] of signatures.entries()) {
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
