import { echo, type Finding, finding, type Range } from "../findings/finding.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { lineIndex } from "../json/line-index.ts";
import { limits } from "../limits.ts";
import { unknownIn, type UnknownProperty, unknownProperties } from "../rcss/unknown-properties.ts";
import { checkLua, checkLuaHandler, type LuaReport } from "../lua/check-lua.ts";
import type { LuaApiUse } from "../lua/api-uses.ts";
import type { LuaRequest } from "../lua/requests.ts";
import type { LuaRange, LuaString } from "../lua/syntax/ast.ts";
import { filesOfBlock, filesOfStatements } from "../rcss/named-files.ts";
import type { RcssText } from "../rcss/rcss-text.ts";
import { parseDeclarations, parseRcss } from "../rcss/parse-rcss.ts";
import type { RcssProblem } from "../rcss/rcss-tree.ts";
import { rmlCodeParts } from "../rml/code-parts.ts";

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

/** What the code of one file is like. */
export interface CodeReport {
  readonly findings: readonly Finding[];
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
}

/**
 * The one port between the rules of packages and the analysis of languages: a file with its path in, findings with file and range
 * out.
 */
export type CheckCode = (path: string, text: string) => CodeReport;

/** Whether a file of this path holds code. */
export function isCode(path: string): boolean {
  return /\.(?:lua|rml|rcss)$/i.test(path);
}

/** Checks Lua by its tree, RML and style sheets by their syntax, and what of one stands in another. */
export const checkCode: CheckCode = (path, text) => {
  const check = new FileCheck(path, text);
  if (/\.lua$/i.test(path)) return check.lua();
  return /\.rcss$/i.test(path) ? check.rcss() : check.rml();
};

class FileCheck {
  readonly #path: string;
  readonly #text: string;
  readonly #position: (offset: number) => Range;
  readonly #findings: Finding[] = [];
  readonly #uses = new Map<string, ApiUse>();
  readonly #asked: Named[] = [];
  readonly #reads = new Map<string, Named>();
  readonly #writes = new Set<string>();
  readonly #requests: NetworkRequest[] = [];
  readonly #references: FileReference[] = [];

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
    this.#position = lineIndex(text);
  }

  lua(): CodeReport {
    if (this.#isTooLong("lua/too-large")) return this.#report();
    this.#code(checkLua(this.#text), (offset) => offset);
    return this.#report();
  }

  rml(): CodeReport {
    if (this.#isTooLong("rml/too-large")) return this.#report();
    const { code, sources, files, sheets, styles, markup, problems } = rmlCodeParts(this.#text);
    for (const { message, start, end, expected } of problems) this.#add("rml/syntax", message, start, end, expected);
    for (const { text, start, end } of [...sources, ...files]) this.#refer(text, start, end);
    for (const { text, start, end } of sources) {
      if (text.endsWith(".lua")) continue;
      this.#add("rml/script-source", "A script is no `.lua` file, and would not be checked as one.", start, end);
    }
    for (const sheet of sheets) this.#sheet(sheet.text, (offset) => sheet.at(offset));
    for (const style of styles) {
      const block = parseDeclarations(style.text);
      const at = (offset: number): number => style.at(offset);
      this.#style(block.problems, filesOfBlock(block), at);
      this.#unknown(unknownIn(block), at);
    }
    for (const { start, end } of markup) {
      this.#add("rml/markup", "The result of this expression is parsed as markup.", start, end);
    }
    for (const { kind, content } of code) {
      const { text } = content;
      const report = kind === "script" ? checkLua(text, "text") : checkLuaHandler(text);
      this.#code(report, (offset) => content.at(offset));
    }
    return this.#report();
  }

  rcss(): CodeReport {
    if (this.#isTooLong("rcss/too-large")) return this.#report();
    this.#sheet(this.#text, (offset) => offset);
    return this.#report();
  }

  #sheet(text: string, at: (offset: number) => number): void {
    const { statements, problems } = parseRcss(text);
    this.#style(problems, filesOfStatements(statements), at);
    this.#unknown(unknownProperties(statements), at);
  }

  #unknown(unknown: readonly UnknownProperty[], at: (offset: number) => number): void {
    for (const { property, suggestion } of unknown) {
      const message = `RmlUi has no property ${echo(property.text)}.`;
      this.#add("rcss/unknown-property", message, at(property.start), at(property.end), suggestion ?? undefined);
    }
  }

  #style(problems: readonly RcssProblem[], files: readonly RcssText[], at: (offset: number) => number): void {
    for (const { message, start, end, expected } of problems) {
      this.#add("rcss/syntax", message, at(start), at(end), expected);
    }
    for (const { text, start, end } of files) this.#refer(text, at(start), at(end));
  }

  #refer(path: string, start: number, end: number): void {
    if (this.#references.length >= limits.code.references) return;
    this.#references.push({ path, file: this.#path, range: this.#range(start, end) });
  }

  #code({ remarks, uses, reads, writes, requests }: LuaReport, at: (offset: number) => number): void {
    const file = this.#path;
    const rangeOf = ({ start, end }: LuaRange): Range => this.#range(at(start), at(end));
    for (const { rule, message, start, end } of remarks) this.#add(rule, message, at(start), at(end));
    for (const use of uses) {
      const { module, member } = use;
      const key = `${module}.${member ?? "*"}`;
      const known = this.#uses.get(key) ?? { module, member, file, range: rangeOf(use), count: 0 };
      this.#uses.set(key, { ...known, count: known.count + 1 });
      const asked = askedPermission(use);
      if (asked !== null && this.#asked.length < limits.code.references)
        this.#asked.push({ name: asked.value, file, range: rangeOf(asked) });
    }
    for (const read of reads) {
      if (this.#reads.size >= limits.code.references) break;
      if (!this.#reads.has(read.name)) this.#reads.set(read.name, { name: read.name, file, range: rangeOf(read) });
    }
    for (const name of writes) this.#writes.add(name);
    for (const request of requests.slice(0, limits.code.references))
      this.#requests.push({ url: request.url, file, range: rangeOf(request) });
  }

  #isTooLong(rule: RuleId): boolean {
    if (this.#text.length <= limits.code.bytes) return false;
    const expected = `at most ${limits.code.bytes} characters`;
    this.#findings.push(
      finding(rule, { file: this.#path, message: `The file has ${this.#text.length} characters.`, expected }),
    );
    return true;
  }

  #add(rule: RuleId, message: string, start: number, end: number, expected?: string): void {
    if (this.#findings.length >= limits.code.findings) return;
    const range = this.#range(start, end);
    this.#findings.push(
      finding(rule, { file: this.#path, range, message, ...(expected !== undefined && { expected }) }),
    );
  }

  #range(start: number, end: number): Range {
    const [from, to] = [this.#position(start), this.#position(Math.max(start, end))];
    return { ...from, endLine: to.line, endColumn: to.column };
  }

  #report(): CodeReport {
    return {
      findings: this.#findings,
      uses: [...this.#uses.values()],
      asked: this.#asked,
      reads: [...this.#reads.values()],
      writes: this.#writes,
      requests: this.#requests,
      references: this.#references,
    };
  }
}

/** The name of the permission in `permissions.request("camera", done)`. */
function askedPermission({ module, call }: LuaApiUse): LuaString | null {
  const [first] = module === "permissions" ? (call?.values ?? []) : [];
  return first?.kind === "string" ? first : null;
}
