/** Why a source is refused: it is no Lua, or it is more than our limits allow though Lua might take it. */
export type LuaProblemKind = "syntax" | "limit";

/** Where a source stops being Lua that we read. Offsets are UTF-16 units of the source, `end` exclusive. */
export interface LuaProblem {
  readonly kind: LuaProblemKind;
  /** In the words of Lua's own compiler where it has some. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Ends the reading of a source. Never leaves `parseLua`. */
export class LuaProblemError extends Error {
  readonly problem: LuaProblem;

  constructor(problem: LuaProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** @throws {LuaProblemError} always: the source is no Lua */
export function refuse(message: string, start: number, end: number): never {
  throw new LuaProblemError({ kind: "syntax", message, start, end });
}

/** @throws {LuaProblemError} when there are more of something than the limit */
export function demandAtMost(limit: number, count: number, what: string, start: number, end: number): void {
  if (count <= limit) return;
  throw new LuaProblemError({ kind: "limit", message: `too many ${what} (limit is ${limit})`, start, end });
}
