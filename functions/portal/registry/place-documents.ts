import type { Sha256Function } from "../../../src/core/crypto.ts";
import { isLocale, parseAppId, parseDeveloperId, parseVersionCode } from "../../../src/core/ids/ids.ts";
import { encodePretty, type SignedDocument } from "../../../src/core/json/signed-document.ts";
import { isJsonObject, type JsonObject } from "../../../src/core/json/value.ts";
import type { ComposedFile } from "../../../src/core/registry/compose.ts";
import { REGISTRY_FOLDER, registryPath, type RegistryPlace } from "../../../src/core/registry/paths.ts";
import type { ProblemDetail } from "../../shared/problem.ts";
import { problem } from "../problems.ts";

/** A signed document with its place in the registry. */
export interface PlacedDocument {
  readonly place: RegistryPlace;
  readonly file: ComposedFile;
  /** What is signed, as it came. */
  readonly signed: JsonObject;
}

/**
 * Gives signed documents the place that they are for by what they say, and the text that `mosis` would give them. Whether they may be
 * there is for review to say.
 *
 * @param at pointer of the list in the request
 * @throws ProblemError `document-refused`
 */
export function placeDocuments(
  documents: readonly JsonObject[],
  sha256: Sha256Function,
  at = "/documents",
): readonly PlacedDocument[] {
  const placed: PlacedDocument[] = [];
  const errors: ProblemDetail[] = [];
  for (const [index, document] of documents.entries()) {
    const signed = document["signed"];
    const place = isJsonObject(signed) ? placeOf(signed) : null;
    const pointer = `${at}/${index}`;
    if (place === null || !isJsonObject(signed)) {
      errors.push({
        pointer: `${pointer}/signed`,
        message: "It is no document that developers sign, or lacks the ids that say where it belongs.",
      });
      continue;
    }
    const bytes = encoded(document);
    if (bytes === null) {
      errors.push({ pointer, message: "It has values that Mosis canonical JSON does not allow, such as fractions." });
      continue;
    }
    placed.push({ place, signed, file: { path: REGISTRY_FOLDER + registryPath(place, sha256), bytes } });
  }
  const paths = placed.map(({ file }) => file.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) errors.push({ pointer: at, message: `Two documents are for ${twice}.` });
  if (errors.length > 0) throw problem("document-refused", errors[0]?.message ?? "", { errors });
  return placed;
}

function placeOf(signed: JsonObject): RegistryPlace | null {
  const { _type: type, app_id: appId, id, developer: developerId, seq, locale, n, version_code: code } = signed;
  const app = parseAppId(appId);
  switch (type) {
    case "mosis-developer": {
      const developer = parseDeveloperId(id);
      return developer === null ? null : { kind: "developer", developer };
    }
    case "mosis-rotation": {
      const developer = parseDeveloperId(developerId);
      const number = parseVersionCode(seq);
      return developer === null || number === null ? null : { kind: "rotation", developer, seq: number };
    }
    case "mosis-app":
      return app === null ? null : { kind: "app", app };
    case "mosis-listing":
      return app === null || typeof locale !== "string" || !isLocale(locale) ? null : { kind: "listing", app, locale };
    case "mosis-version": {
      const versionCode = parseVersionCode(code);
      return app === null || versionCode === null ? null : { kind: "version", app, versionCode };
    }
    case "mosis-event": {
      const number = parseVersionCode(n);
      return app === null || number === null ? null : { kind: "event", app, n: number };
    }
    default:
      return null;
  }
}

function encoded(document: JsonObject): Uint8Array | null {
  try {
    return encodePretty(document as unknown as SignedDocument);
  } catch {
    return null;
  }
}
