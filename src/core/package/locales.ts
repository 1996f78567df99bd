import type { PackageFile } from "./package-document.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { isLocale } from "../ids/ids.ts";
import { type JsonDocument, parseJson } from "../json/parse.ts";
import { appendPointer, isJsonObject } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { validators } from "../schemas/app-validators.generated.ts";
import { checkSchema } from "../schemas/explain.ts";

/** The texts of one language that could be read. */
export interface Locale {
  readonly tag: string;
  readonly document: JsonDocument;
}

const LOCALE_FILE = /^locales\/([^/]+)\.json$/;
/** Keys named in one message. */
const NAMED_KEYS = 5;

/** Reads a file below `locales/`; null for every other file. */
export function readLocale({
  path,
  data,
}: PackageFile): { locale: Locale | null; findings: readonly Finding[] } | null {
  const tag = LOCALE_FILE.exec(path)?.[1];
  if (tag === undefined) return null;
  if (!isLocale(tag)) {
    const detail = { file: path, message: `${echo(tag)} is no language tag.`, expected: "a tag such as en or pt-BR" };
    return { locale: null, findings: [finding("package/locale-name", detail)] };
  }
  const parsed = parseJson(data, path);
  if (!parsed.ok) return { locale: null, findings: parsed.findings };
  const findings = checkSchema(parsed.document, validators.locale, "package/locale-schema");
  return { locale: findings.length > 0 ? null : { tag, document: parsed.document }, findings };
}

/** Whether all languages have the keys of the default one, and no others. */
export function completenessFindings(
  locales: readonly Locale[],
  { default_locale: main }: Pick<Manifest, "default_locale">,
): readonly Finding[] {
  const wanted = locales.find(({ tag }) => tag === main);
  if (wanted === undefined) return [];
  const keys = keysOf(wanted.document);
  return locales.flatMap(({ tag, document }) => {
    if (tag === main) return [];
    const own = keysOf(document);
    const missing = [...keys].filter((key) => !own.has(key));
    const extra = [...own].filter((key) => !keys.has(key));
    return [
      ...missingKeys(document, missing),
      ...extra.slice(0, NAMED_KEYS).map((key) => {
        const pointer = appendPointer("", key);
        const message = `The default language "${main}" has no text ${echo(key)}.`;
        return finding("locale/unused-key", { file: document.file, pointer, range: document.locate(pointer), message });
      }),
    ];
  });
}

function missingKeys({ file }: JsonDocument, missing: readonly string[]): readonly Finding[] {
  if (missing.length === 0) return [];
  const named = missing.slice(0, NAMED_KEYS).map(echo).join(", ");
  const more = missing.length > NAMED_KEYS ? ` and ${missing.length - NAMED_KEYS} more` : "";
  return [finding("locale/missing-key", { file, message: `There is no text for ${named}${more}.` })];
}

function keysOf({ value }: JsonDocument): ReadonlySet<string> {
  return new Set(isJsonObject(value) ? Object.keys(value) : []);
}
