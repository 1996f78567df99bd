import type { RuleId } from "../findings/catalogue.ts";
import type { Finding, Range } from "../findings/finding.ts";
import type { NamingFunction } from "../lua/facts.ts";
import type { LuaRequest } from "../lua/requests.ts";
import type { OwnName } from "../rcss/remark.ts";

/** A function of the Mosis API that a file uses. */
export interface ApiUse {
  readonly module: string;
  /** The function; null where it cannot be told which, so that it may be any of the module. */
  readonly member: string | null;
  readonly file: string;
  /** Of the first use. */
  readonly range: Range;
  readonly count: number;
}

/** What a use is called: `storage.get`, or `storage.*` where it may be any function of the module. */
export function callName({ module, member }: Pick<ApiUse, "module" | "member">): string {
  return `${module}.${member ?? "*"}`;
}

/** Something that a file names. */
export interface Named {
  readonly name: string;
  readonly file: string;
  readonly range: Range;
}

/** A request to a server, with what is known of its address. */
export interface NetworkRequest {
  readonly url: LuaRequest["url"];
  readonly file: string;
  readonly range: Range;
}

/** A file that another one names. */
export interface FileReference {
  /** As written: from the folder of `file` on, or with a slash from the root of the package. */
  readonly path: string;
  readonly file: string;
  readonly range: Range;
}

/** A call by which Lua names a file, a text or a module. */
export interface NamingCall {
  readonly name: NamingFunction;
  /** What it may name, as far as that can be told; `isCertain` where it is always one of these. */
  readonly values: readonly string[];
  readonly isCertain: boolean;
  readonly file: string;
  readonly range: Range;
}

/** A finding that stands unless the app gives a name a meaning of its own, in this file or another. */
export interface Doubt {
  readonly finding: Finding;
  readonly unless: OwnName;
}

/** Rules about files, or pieces of them, that were not read to their end: they may name and use more. */
const UNREAD: ReadonlySet<RuleId> = new Set([
  "lua/bytecode",
  "lua/syntax",
  "lua/too-large",
  "rml/syntax",
  "rml/too-large",
  "rcss/syntax",
  "rcss/too-large",
]);

/** Whether all of a file was read. */
export function isRead({ findings }: CodeReport): boolean {
  return !findings.some(({ rule }) => UNREAD.has(rule));
}

/** What the code of one file is like. */
export interface CodeReport {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
  /** Names that the file gives a meaning. */
  readonly own: ReadonlySet<OwnName>;
  /** Each function once. */
  readonly uses: readonly ApiUse[];
  /** Permissions that the person is asked for. */
  readonly asked: readonly Named[];
  /** Global names that are read, each once. */
  readonly reads: readonly Named[];
  /** Global names that get a value. */
  readonly writes: ReadonlySet<string>;
  readonly requests: readonly NetworkRequest[];
  /** Files that a document or style sheet names. */
  readonly references: readonly FileReference[];
  readonly calls: readonly NamingCall[];
  /** Keys of texts that a document shows. */
  readonly texts: readonly Named[];
  /** Strings that stand in it, in scripts and in what documents give their elements; long ones are left out. */
  readonly strings: ReadonlySet<string>;
}

/**
 * The one port between the rules of packages and the analysis of languages: a file with its path in, findings with file and range
 * out.
 */
export type CheckCode = (path: string, text: string) => CodeReport;
