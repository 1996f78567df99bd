import { type ApiUse, callName } from "./code-report.ts";
import { permissionsOfUse } from "../sdk/api-names.ts";

/** A function of the Mosis API that an app uses. A type, not an interface: it is printed as JSON. */
export type ApiCall = {
  /** See `callName`. */
  readonly call: string;
  /** Ids of the permissions it needs. */
  readonly permissions: readonly string[];
  /** Of the first use, the line counted from 1. */
  readonly file: string;
  readonly line: number;
  /** Uses in all files. */
  readonly count: number;
};

/** The functions that an app uses, each once, sorted by name. */
export function apiCalls(uses: readonly ApiUse[]): readonly ApiCall[] {
  const byCall = Map.groupBy(uses, callName);
  return [...byCall]
    .map(([call, [first, ...others]]): ApiCall | null => {
      if (first === undefined) return null;
      const { module, member, file, range } = first;
      const count = others.reduce((sum, each) => sum + each.count, first.count);
      return { call, permissions: permissionsOfUse(module, member), file, line: range.line, count };
    })
    .filter((call) => call !== null)
    .toSorted((a, b) => (a.call < b.call ? -1 : 1));
}
