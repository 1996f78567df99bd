import type { DraftPlace, ProjectDraft } from "./project-draft.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo, type Finding } from "../findings/finding.ts";
import { isLocale } from "../ids/ids.ts";
import { appendPointer, isJsonObject } from "../json/value.ts";
import { MANIFEST_PATH } from "../package/package-path.ts";
import { TO_DO } from "../package/text-counts.ts";
import { permissionOf } from "../sdk/permissions.ts";
import { spdxProblem } from "../text/spdx.ts";

/** Mends one finding; says what it did, or null where only a person can tell what is right. */
type Fixer = (draft: ProjectDraft, found: Finding) => string | null;

/** The rules whose breaches have one right repair. */
export const fixers: Partial<Record<RuleId, Fixer>> = {
  "json/encoding": dropByteOrderMark,
  "text/blank": trimText,
  "text/license": spellLicense,
  "permission/undeclared": declarePermission,
  "permission/unused": dropPermission,
  "permission/reason-without-permission": dropReason,
  "package/entry-missing": spellPath,
  "package/icon-missing": spellPath,
  "package/reference-missing": spellReference,
  "package/default-locale-missing": nameLocale,
  "locale/missing-key": addTexts,
  "locale/unknown-key": addUnknownText,
};

const BOM = [0xef, 0xbb, 0xbf];

function dropByteOrderMark(draft: ProjectDraft, { file = "" }: Finding): string | null {
  const bytes = draft.bytes(file);
  if (bytes === undefined || BOM.some((byte, index) => bytes[index] !== byte)) return null;
  draft.write(file, bytes.slice(BOM.length));
  return "Removes the byte order mark.";
}

function trimText(draft: ProjectDraft, found: Finding): string | null {
  return replaceText(draft, found, (text) => text.trim(), "Takes away the spaces around");
}

function spellLicense(draft: ProjectDraft, found: Finding): string | null {
  const respell = (text: string): string => {
    const suggestion = spdxProblem(text)?.suggestion ?? "";
    return suggestion.toLowerCase() === text.toLowerCase() ? suggestion : text;
  };
  return replaceText(draft, found, respell, "Spells the licence as the SPDX list does:");
}

/** One that is granted without asking, and needs no list of hosts. */
function declarePermission(draft: ProjectDraft, { expected: id = "" }: Finding): string | null {
  if (permissionOf(id)?.level !== "normal" || id === "network") return null;
  const isDone = draft.editAt(MANIFEST_PATH, "/permissions", ({ value }) => {
    if (!Array.isArray(value) || value.includes(id)) return false;
    value.push(id);
    return true;
  });
  return isDone ? `Declares the permission ${echo(id)}.` : null;
}

function dropPermission(draft: ProjectDraft, { pointer = "" }: Finding): string | null {
  let dropped = "";
  const isDone = draft.editAt(MANIFEST_PATH, pointer, ({ holder, key, value }) => {
    if (!Array.isArray(holder) || typeof value !== "string") return false;
    holder.splice(Number(key), 1);
    dropped = value;
    return true;
  });
  if (!isDone) return null;
  if (dropped === "network") draft.editAt(MANIFEST_PATH, "/network", remove);
  return `Removes the permission ${echo(dropped)}.`;
}

function dropReason(draft: ProjectDraft, { pointer = "" }: Finding): string | null {
  return draft.editAt(MANIFEST_PATH, pointer, remove)
    ? "Removes the reason of a permission that is not declared."
    : null;
}

/** The path of a file that is there, but for upper and lower case. */
function spellPath(draft: ProjectDraft, found: Finding): string | null {
  const respell = (text: string): string =>
    draft.paths().find((path) => path.toLowerCase() === text.toLowerCase()) ?? text;
  return replaceText(draft, found, respell, "Spells the path as the file is:");
}

/** A file that is there, but for upper and lower case, where a document or style sheet names it. */
function spellReference(draft: ProjectDraft, { file = "", range, expected = "" }: Finding): string | null {
  const place = placeIn(draft, file, range);
  if (place === null) return null;
  const { lines, number, before, written, after } = place;
  const spelled = expected.slice(-written.length);
  // With `..` or references within, only a person sees which part is meant.
  if (spelled === written || spelled.toLowerCase() !== written.toLowerCase()) return null;
  lines[number] = before + spelled + after;
  draft.write(file, new TextEncoder().encode(lines.join("\n")));
  return `Spells the path as the file is: ${echo(spelled)}.`;
}

/** A place within one line of a file, with what stands there and around it. */
function placeIn(
  draft: ProjectDraft,
  file: string,
  range: Finding["range"],
): {
  readonly lines: string[];
  readonly number: number;
  readonly before: string;
  readonly written: string;
  readonly after: string;
} | null {
  const bytes = draft.bytes(file);
  if (bytes === undefined || range?.endColumn === undefined || range.endLine !== range.line) return null;
  const lines = new TextDecoder().decode(bytes).split("\n");
  const number = range.line - 1;
  const line = lines[number] ?? "";
  const [from, to] = [range.column - 1, range.endColumn - 1];
  return { lines, number, before: line.slice(0, from), written: line.slice(from, to), after: line.slice(to) };
}

/** The only language there is, or the one meant but for upper and lower case. */
function nameLocale(draft: ProjectDraft, found: Finding): string | null {
  const tags = draft.paths().flatMap((path) => /^locales\/([^/]+)\.json$/.exec(path)?.[1] ?? []);
  const known = tags.filter(isLocale);
  const rename = (text: string): string => {
    const same = known.find((tag) => tag.toLowerCase() === text.toLowerCase());
    return same ?? (known.length === 1 ? (known[0] ?? text) : text);
  };
  return replaceText(draft, found, rename, "Names the language that is there:");
}

/** The text of the default language stands in until somebody translates it. */
function addTexts(draft: ProjectDraft, { file = "" }: Finding): string | null {
  const path = defaultLanguage(draft);
  const texts = path === null ? null : draft.json(path);
  if (!isJsonObject(texts)) return null;
  const added = Object.entries(texts).filter(
    ([key, text]) =>
      typeof text === "string" && addText(draft, file, key, text.startsWith(TO_DO) ? text : TO_DO + text),
  );
  if (added.length === 0) return null;
  return `Adds ${added.length === 1 ? "a text" : `${added.length} texts`} in the default language, to be translated.`;
}

/** A text that is shown and that the default language lacks; its key stands in until somebody writes it. */
function addUnknownText(draft: ProjectDraft, { file = "", range }: Finding): string | null {
  const path = defaultLanguage(draft);
  const written = placeIn(draft, file, range)?.written ?? "";
  // In a document the key alone, in Lua a string.
  const key = /^(["']?)([\w.:-]+)\1$/.exec(written)?.[2];
  if (path === null || key === undefined || !addText(draft, path, key, TO_DO + key)) return null;
  return `Adds the text ${echo(key)}, to be written.`;
}

function defaultLanguage(draft: ProjectDraft): string | null {
  const manifest = draft.json(MANIFEST_PATH);
  const main = isJsonObject(manifest) ? manifest["default_locale"] : null;
  return typeof main === "string" ? `locales/${main}.json` : null;
}

function addText(draft: ProjectDraft, file: string, key: string, text: string): boolean {
  return draft.editAt(file, appendPointer("", key), ({ holder, value }) => {
    if (value !== undefined || Array.isArray(holder)) return false;
    holder[key] = text;
    return true;
  });
}

function remove({ holder, key, value }: DraftPlace): boolean {
  if (Array.isArray(holder) || value === undefined) return false;
  delete holder[key];
  return true;
}

function replaceText(
  draft: ProjectDraft,
  { file = "", pointer = "" }: Finding,
  change: (text: string) => string,
  what: string,
): string | null {
  let changed = "";
  const isDone = draft.editAt(file, pointer, ({ holder, key, value }) => {
    if (typeof value !== "string") return false;
    changed = change(value);
    if (changed === value || changed === "") return false;
    (holder as { [name: string]: string })[key] = changed;
    return true;
  });
  return isDone ? `${what} ${echo(changed)}.` : null;
}
