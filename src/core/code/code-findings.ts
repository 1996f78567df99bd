import {
  type ApiUse,
  callName,
  type CodeReport,
  type Doubt,
  type FileReference,
  type Named,
  type NamingCall,
  type NetworkRequest,
} from "./code-report.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { type Finding, finding, type Range } from "../findings/finding.ts";
import { lineIndex } from "../json/line-index.ts";
import { limits } from "../limits.ts";
import type { LuaApiUse } from "../lua/api-uses.ts";
import type { LuaReport } from "../lua/check-lua.ts";
import type { LuaRange, LuaString } from "../lua/syntax/ast.ts";
import type { OwnName, Remark } from "../rcss/remark.ts";

/** Where the text of a part stands in the file. */
export type Place = (offset: number) => number;

/** Gathers what is found in one file, with lines and columns, up to the limits of a report. */
export class CodeFindings {
  readonly #path: string;
  readonly #position: (offset: number) => Range;
  readonly #findings: Finding[] = [];
  readonly #doubts: Doubt[] = [];
  readonly #own = new Set<OwnName>();
  readonly #uses = new Map<string, ApiUse>();
  readonly #asked: Named[] = [];
  readonly #reads = new Map<string, Named>();
  readonly #writes = new Set<string>();
  readonly #requests: NetworkRequest[] = [];
  readonly #references: FileReference[] = [];
  readonly #calls: NamingCall[] = [];
  readonly #texts: Named[] = [];
  readonly #strings = new Set<string>();

  constructor(path: string, text: string) {
    this.#path = path;
    this.#position = lineIndex(text);
  }

  report(): CodeReport {
    return {
      file: this.#path,
      findings: this.#findings,
      doubts: this.#doubts,
      own: this.#own,
      uses: [...this.#uses.values()],
      asked: this.#asked,
      reads: [...this.#reads.values()],
      writes: this.#writes,
      requests: this.#requests,
      references: this.#references,
      calls: this.#calls,
      texts: this.#texts,
      strings: this.#strings,
    };
  }

  /** About the file as a whole. */
  addOfFile(rule: RuleId, message: string, expected: string): void {
    this.#findings.push(finding(rule, { file: this.#path, message, expected }));
  }

  /** As many as are reported of one file; no more are asked for. */
  addAll(remarks: Iterable<Remark>, at: Place): void {
    for (const remark of remarks) {
      if (this.#findings.length >= limits.code.findings) return;
      this.add(remark, at);
    }
  }

  add({ rule, message, start, end, expected, fix, unless }: Remark, at: Place): void {
    const isFull = (unless === undefined ? this.#findings : this.#doubts).length >= limits.code.findings;
    if (isFull) return;
    const range = this.#range(at(start), at(end));
    const hints = { ...(expected !== undefined && { expected }), ...(fix !== undefined && { fix }) };
    const found = finding(rule, { file: this.#path, range, message, ...hints });
    if (unless === undefined) this.#findings.push(found);
    else this.#doubts.push({ finding: found, unless });
  }

  own(names: readonly OwnName[]): void {
    for (const name of names) this.#own.add(name);
  }

  refer(path: string, start: number, end: number): void {
    if (this.#references.length >= limits.code.references) return;
    // Which document a script is in, from whose folder on a path counts, its file does not tell.
    if (/\.lua$/i.test(this.#path) && !path.startsWith("/")) return;
    this.#references.push({ path, file: this.#path, range: this.#range(start, end) });
  }

  text(name: string, start: number, end: number): void {
    if (this.#texts.length >= limits.code.references) return;
    this.#texts.push({ name, file: this.#path, range: this.#range(start, end) });
  }

  strings(texts: Iterable<string>): void {
    for (const text of texts) this.#strings.add(text);
  }

  /** What a piece of Lua uses and names. */
  lua({ uses, reads, writes, requests, strings, calls }: LuaReport, at: Place): void {
    const file = this.#path;
    const rangeOf = ({ start, end }: LuaRange): Range => this.#range(at(start), at(end));
    for (const use of uses) {
      const { module, member } = use;
      const key = callName(use);
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
    for (const { name, values, isCertain, ...place } of calls.slice(0, limits.code.references))
      this.#calls.push({ name, values, isCertain, file, range: rangeOf(place) });
    this.strings(strings);
  }

  #range(start: number, end: number): Range {
    const [from, to] = [this.#position(start), this.#position(Math.max(start, end))];
    return { ...from, endLine: to.line, endColumn: to.column };
  }
}

/** The name of the permission in `permissions.request("camera", done)`. */
function askedPermission({ module, call }: LuaApiUse): LuaString | null {
  const [first] = module === "permissions" ? (call?.values ?? []) : [];
  return first?.kind === "string" ? first : null;
}
