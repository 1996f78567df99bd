import { isLocale } from "../ids/ids.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type JsonValue } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { ListingBody } from "../registry/documents.ts";

/** The text of a store page, as `store/<locale>.json` of a project has it. */
export interface ListingText extends Pick<ListingBody, "locale" | "name" | "summary" | "description"> {
  /** What each screenshot of the manifest shows, in order. */
  readonly alt: readonly string[];
}

/** Why a text cannot be used. */
export interface TextProblem {
  /** From the project's root. */
  readonly file: string;
  readonly message: string;
}

/** `texts` is empty when there is a problem. */
export interface ListingTexts {
  readonly texts: readonly ListingText[];
  readonly problems: readonly TextProblem[];
}

/** Locale of an app that names none. */
export const DEFAULT_LOCALE = "en";

/**
 * The store texts of a project; where it has none, the manifest's own in its default locale.
 *
 * @param files `store/*.json` by name
 */
export function listingTexts(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): ListingTexts {
  if (files.size === 0) return fromManifest(manifest);
  const texts: ListingText[] = [];
  const problems: TextProblem[] = [];
  for (const [name, bytes] of files) {
    const read = readText(name, bytes);
    if (typeof read === "string") problems.push({ file: `store/${name}`, message: read });
    else texts.push(read);
  }
  return { texts: problems.length > 0 ? [] : texts, problems };
}

function fromManifest(manifest: Manifest): ListingTexts {
  const { name, summary, description = [], default_locale: locale = DEFAULT_LOCALE } = manifest;
  if (summary !== undefined) return { texts: [{ locale, name, summary, description, alt: [] }], problems: [] };
  const message = `The store page has no text: there is neither "summary" nor store/${locale}.json.`;
  return { texts: [], problems: [{ file: "manifest.json", message }] };
}

/** The text, or what is wrong with it. */
function readText(name: string, bytes: Uint8Array): ListingText | string {
  const locale = name.replace(/\.json$/, "");
  if (!isLocale(locale)) return `The name is no locale, as in "en.json".`;
  const parsed = parseJson(bytes, name);
  if (!parsed.ok) return parsed.findings[0]?.message ?? "It is no JSON.";
  const { value } = parsed.document;
  if (!isJsonObject(value)) return "It is no object.";
  const { name: title, summary, description = [], alt = [] } = value;
  if (typeof title !== "string") return '"name" is missing or no text.';
  if (typeof summary !== "string") return '"summary" is missing or no text.';
  if (!isLines(description)) return '"description" is no array of lines.';
  if (!isLines(alt)) return '"alt" is no array of texts.';
  return { locale, name: title, summary, description, alt };
}

function isLines(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}
