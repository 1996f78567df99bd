import type { RuleId } from "../../findings/catalogue.ts";
import { echo, finding, type Finding, type FindingDetail } from "../../findings/finding.ts";
import { checkPackagePath } from "../package-path.ts";

/** Findings of one rule spelled out; the rest is a number. 4,096 foreign entries would bury the report otherwise. */
const SHOWN_PER_RULE = 20;

/** Gathers the findings about one archive. */
export class ZipReport {
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<RuleId, number>();

  add(rule: RuleId, detail: FindingDetail): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count <= SHOWN_PER_RULE) this.#findings.push(finding(rule, detail));
  }

  /** A finding about one entry. `trouble` goes on where "Entry x (record at byte n)" ends. */
  addEntry(
    rule: RuleId,
    entry: { readonly path: string; readonly at: number },
    trouble: string,
    expected?: string,
  ): void {
    this.add(rule, {
      ...placeOf(entry.path),
      message: `Entry ${echo(entry.path)} (record at byte ${entry.at}) ${trouble}.`,
      ...(expected === undefined ? {} : { expected }),
    });
  }

  get isEmpty(): boolean {
    return this.#findings.length === 0;
  }

  /** All findings in the order they came up, then one for each rule that had more than it could show. */
  findings(): readonly Finding[] {
    const hidden = [...this.#counts].filter(([, count]) => count > SHOWN_PER_RULE);
    return [
      ...this.#findings,
      ...hidden.map(([rule, count]) =>
        finding(rule, { message: `${count - SHOWN_PER_RULE} more places break this rule.` }),
      ),
    ];
  }
}

/** Only valid paths become `file`: formatters print it as it is. */
function placeOf(path: string): { readonly file?: string } {
  return checkPackagePath(path) === null ? { file: path } : {};
}
