import { type RegistryPlace } from "./paths.ts";
import { echoJson, type Finding, finding } from "../findings/finding.ts";
import { type JsonDocument, parseJson } from "../json/parse.ts";
import { parseSignedDocument, type SignedBody, type SignedDocument } from "../json/signed-document.ts";
import { type JsonValue, valueAt } from "../json/value.ts";
import { checkSchema } from "../schemas/explain.ts";
import { schemas } from "../schemas/published.ts";
import { validators } from "../schemas/registry-validators.generated.ts";

/** A document that has the form of its place. Signatures are not verified here: that needs the keys in charge. */
export interface RegistryDocument {
  readonly place: RegistryPlace;
  readonly path: string;
  /** The signed body, or the whole document where it is unsigned. */
  readonly body: JsonValue;
  /** Null for unsigned documents. */
  readonly signed: SignedDocument<SignedBody> | null;
}

export type ParsedRegistryDocument =
  | { readonly ok: true; readonly document: RegistryDocument }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads one document: its form, its schema, and that it says the ids its path is made of. */
export function parseRegistryDocument(place: RegistryPlace, path: string, bytes: Uint8Array): ParsedRegistryDocument {
  if (place.kind === "root" || place.kind === "targets") return parseTrustDocument(place, path, bytes);
  return isSignedKind(place.kind) ? parseSigned(place, path, bytes) : parsePlain(place, path, bytes);
}

const SIGNED_KINDS = ["developer", "rotation", "app", "listing", "version", "event"] as const;
type SignedKind = (typeof SIGNED_KINDS)[number];

/** True for the kinds below `developers/` and `apps/`, all of which their owner signs. */
export function isSignedKind(kind: RegistryPlace["kind"]): kind is SignedKind {
  return (SIGNED_KINDS as readonly string[]).includes(kind);
}

function parseSigned(place: RegistryPlace, path: string, bytes: Uint8Array): ParsedRegistryDocument {
  const parsed = parseSignedDocument(bytes, path);
  if (!parsed.ok) return parsed;
  const body = parsed.document.signed;
  const kind = place.kind as SignedKind;
  const findings = [
    ...checkSchema(parsed.source, validators[kind], "registry/schema", { schema: schemas[kind], at: "/signed" }),
    ...checkBinding(place, parsed.source, "/signed"),
  ];
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, document: { place, path, body, signed: parsed.document } };
}

function parsePlain(place: RegistryPlace, path: string, bytes: Uint8Array): ParsedRegistryDocument {
  const parsed = parseJson(bytes, path);
  if (!parsed.ok) return parsed;
  const kind = place.kind as keyof typeof validators;
  const { document } = parsed;
  const findings = [
    ...checkSchema(document, validators[kind], "registry/schema", { schema: schemas[kind] }),
    ...checkBinding(place, document, ""),
  ];
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, document: { place, path, body: document.value, signed: null } };
}

/** Trust documents are canonical at rest and fully checked by core/trust; here only the envelope counts. */
function parseTrustDocument(place: RegistryPlace, path: string, bytes: Uint8Array): ParsedRegistryDocument {
  const parsed = parseSignedDocument(bytes, path);
  if (!parsed.ok) return parsed;
  return { ok: true, document: { place, path, body: parsed.document.signed, signed: parsed.document } };
}

/** The body must name what its path names; a document moved to another path would otherwise speak for another app. */
function checkBinding(place: RegistryPlace, source: JsonDocument, at: "" | "/signed"): readonly Finding[] {
  return bindings(place).flatMap(([key, expected]) => {
    const pointer = `${at}/${key}`;
    const named = valueAt(source.value, pointer);
    if (named === expected) return [];
    const message = `"${key}" is ${named === undefined ? "missing" : echoJson(named)}, the path says ${echoJson(expected)}.`;
    return [finding("registry/path-binding", { file: source.file, pointer, range: source.locate(pointer), message })];
  });
}

function bindings(place: RegistryPlace): readonly (readonly [string, string | number])[] {
  switch (place.kind) {
    case "developer":
      return [["id", place.developer]];
    case "rotation":
      return [
        ["developer", place.developer],
        ["seq", place.seq],
      ];
    case "app":
    case "tombstone":
      return [["app_id", place.app]];
    case "listing":
      return [
        ["app_id", place.app],
        ["locale", place.locale],
      ];
    case "version":
      return [
        ["app_id", place.app],
        ["version_code", place.versionCode],
      ];
    case "event":
    case "moderation":
      return [
        ["app_id", place.app],
        ["n", place.n],
      ];
    case "decision":
      return [
        ["app_id", place.app],
        ["version_code", place.versionCode],
        ["n", place.n],
      ];
    case "exception":
      return [
        ["app_id", place.app],
        ["rule", place.rule],
      ];
    default:
      return [];
  }
}
