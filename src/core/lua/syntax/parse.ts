import type { LuaBlock } from "./ast.ts";
import { LuaLexer } from "./lexer.ts";
import { demandAtMost, type LuaProblem, LuaProblemError } from "./problem.ts";
import { LuaStatements } from "./statements.ts";
import { limits } from "../../limits.ts";

/** A chunk of Lua as a tree, or where it stops being one. */
export type LuaParse =
  | { readonly ok: true; readonly body: LuaBlock }
  | { readonly ok: false; readonly problem: LuaProblem };

/** What is read: a text as `load` takes it, or a file, in which `luaL_loadfile` passes over a byte order mark and a line with `#`. */
export type LuaSourceKind = "text" | "file";

/**
 * Reads Lua 5.4. What Lua's compiler refuses, this refuses; what it takes, this takes, up to the limits in `limits.lua` and
 * `limits.code`. Linear in time and memory, whatever the source is.
 */
export function parseLua(source: string, kind: LuaSourceKind = "text"): LuaParse {
  const lexer = new LuaLexer(source);
  try {
    demandAtMost(limits.code.bytes, source.length, "characters", 0, 0);
    if (kind === "file") lexer.skipHead();
    return { ok: true, body: new LuaStatements(lexer).chunk() };
  } catch (error) {
    if (error instanceof LuaProblemError) return { ok: false, problem: error.problem };
    throw error;
  }
}
