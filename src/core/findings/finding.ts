import { type RuleId, rules } from "./catalogue.ts";
import type { Severity } from "./rule.ts";
import type { JsonValue } from "../json/value.ts";
import { limits } from "../limits.ts";

/** A place in a text file; lines and columns count from 1, columns in UTF-16 units, `end` is exclusive. */
export type Range = {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
};

/**
 * A problem in somebody's app or submission: data, never thrown. Problems of the world (disk, network) or of this program are
 * error classes instead.
 */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Path inside the package, project or registry. */
  readonly file?: string;
  /** JSON pointer (RFC 6901) inside `file`. */
  readonly pointer?: string;
  readonly range?: Range;
  readonly message: string;
  readonly expected?: string;
  readonly fix: string;
  readonly docs: string;
  readonly change?: FindingChange;
}

/** What a finding for review asks about: once this was approved for an app, it is not asked again. */
export type FindingChange = {
  /** Null where there was nothing before. */
  readonly from: string | null;
  readonly to: string;
};

/** What the place of a finding adds to its rule. */
export interface FindingDetail {
  readonly message: string;
  readonly file?: string;
  readonly pointer?: string;
  readonly range?: Range;
  readonly expected?: string;
  /** Replaces the rule's general advice by one for this place. */
  readonly fix?: string;
  readonly change?: FindingChange;
}

const DOCS_BASE = "https://store.mosis.dev/docs/reference/rules/";

/** Makes a finding of a rule in the catalogue. */
export function finding(rule: RuleId, detail: FindingDetail): Finding {
  const { severity, fix } = rules[rule];
  return { rule, severity, ...detail, fix: detail.fix ?? fix, docs: `${DOCS_BASE}#${ruleAnchor(rule)}` };
}

/** The fragment of a rule on the reference page: what GitHub, Astro and others make of a heading that is the rule's id. */
export function ruleAnchor(rule: RuleId): string {
  return rule.replace("/", "");
}

/** Sorts by file, place, rule and message, so that a report of the same input is always the same text. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.file ?? "", b.file ?? "") ||
      (a.range?.line ?? 0) - (b.range?.line ?? 0) ||
      (a.range?.column ?? 0) - (b.range?.column ?? 0) ||
      compare(a.pointer ?? "", b.pointer ?? "") ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/** True when something must be mended before the app can be published or installed. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === "error");
}

/** Control characters, line separators, and what is invisible or changes the direction of text (UAX #44, Cc Cf Zl Zp). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Somebody's input as it may appear in a message: quoted, what does not show escaped, cut at `limits.echoChars`. */
export function echo(input: string): string {
  return escapeUnseen(JSON.stringify(cut(input)));
}

/** The same of any JSON value, which brings its own quotes. */
export function echoJson(value: JsonValue): string {
  return typeof value === "string" ? echo(value) : escapeUnseen(cut(JSON.stringify(value)));
}

/** Source text as it may appear in a message that has quotes of its own: what does not show escaped, cut at `limits.echoChars`. */
export function echoSource(text: string): string {
  return escapeUnseen(cut(text));
}

function cut(text: string): string {
  return text.length > limits.echoChars ? `${text.slice(0, limits.echoChars)}…` : text;
}

function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, escapeUnits);
}

function escapeUnits(char: string): string {
  return char
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
