import type { LuaLexer } from "./lexer.ts";
import { refuse } from "./problem.ts";
import type { LuaTokenKind } from "./token.ts";
import { echoSource } from "../../findings/finding.ts";

/** Takes a token of this kind. @throws {LuaProblemError} when there is another */
export function demand(lexer: LuaLexer, kind: LuaTokenKind): void {
  if (lexer.kind !== kind) {
    refuse(`${quoted(kind)} expected near ${near(lexer)}`, lexer.start, lexer.end);
  }
  lexer.next();
}

/** Takes the token that closes what `open` began at an offset. @throws {LuaProblemError} when there is another */
export function demandClosing(lexer: LuaLexer, kind: LuaTokenKind, open: LuaTokenKind, at: number): void {
  if (lexer.kind !== kind) {
    const line = lineOf(lexer.source, at);
    const opened = line === lineOf(lexer.source, lexer.start) ? "" : ` (to close '${open}' at line ${line})`;
    refuse(`${quoted(kind)} expected${opened} near ${near(lexer)}`, lexer.start, lexer.end);
  }
  lexer.next();
}

/** Takes a token of this kind, if there is one. */
export function accept(lexer: LuaLexer, kind: LuaTokenKind): boolean {
  if (lexer.kind !== kind) return false;
  lexer.next();
  return true;
}

/** The token at which the lexer stands, as messages echo it. */
export function near({ kind, source, start, end }: LuaLexer): string {
  return kind === "<eof>" ? kind : `'${echoSource(source.slice(start, end))}'`;
}

function quoted(kind: LuaTokenKind): string {
  return kind.startsWith("<") && kind.endsWith(">") ? kind : `'${kind}'`;
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split(/\r\n|\n\r|\n|\r/).length;
}
