import { crashMessage, errorClass } from "./crash-message.ts";
import { type LuaFrame, type StackFrame, stackFrames } from "./stack-frames.ts";
import { toHex } from "../../../../src/core/bytes.ts";
import type { Sha256Function } from "../../../../src/core/crypto.ts";
import { oneLine } from "../../../../src/core/text/one-line.ts";

/** How crashes are grouped. Whatever gives the same crash another group makes another version. */
export const GROUPING = "lua:1";

/** What of a crash report its group depends on. */
export interface GroupedCrash {
  readonly app_id: string;
  readonly crash_type: string;
  readonly message: string;
  readonly stack_trace: string;
}

export interface CrashGroupKey {
  /** 16 hex digits. */
  readonly group_id: string;
  readonly title: string;
}

/** A line of the app's package as it is written, or null where it has none such. Lines count from 1. */
export type LineOf = (path: string, line: number) => string | null;

/** Functions that tell crashes apart; what called them does not. */
const MAX_FRAMES = 5;
const TITLE_CHARACTERS = 160;

/**
 * The group of a crash: its kind, what is wrong, and the innermost functions of the app. Line numbers do not matter, nor how deep a
 * recursion went. With `lineOf`, the text of the innermost line matters, and functions without a name are told apart by their first
 * line: code that moved stays in its group, code that changed makes another. Time is linear in the size of the crash.
 */
export function crashGroup(crash: GroupedCrash, sha256: Sha256Function, lineOf: LineOf | null): CrashGroupKey {
  const message = crashMessage(crash.message);
  const frames = framesOfApp(stackFrames(crash.stack_trace));
  const places = new Set(frames.map((frame) => placeOf(frame, lineOf)));
  const top = frames[0];
  const parts = [
    GROUPING,
    crash.app_id,
    crash.crash_type,
    errorClass(message),
    top?.kind === "lua" ? (textAt(top.path, top.line, lineOf) ?? "") : "",
    ...[...places].slice(0, MAX_FRAMES),
  ];
  const group_id = toHex(sha256(new TextEncoder().encode(parts.join("\0")))).slice(0, 16);
  return { group_id, title: titleOf(crash.crash_type, message, top) };
}

/** Those of the app's own files where there are some: what Mosis does around them changes with Mosis. */
function framesOfApp(frames: readonly StackFrame[]): readonly StackFrame[] {
  const lua = frames.filter((frame) => frame.kind === "lua");
  const own = lua.filter(({ path }) => path.startsWith("assets/"));
  if (own.length > 0) return own;
  return lua.length > 0 ? lua : frames;
}

function placeOf(frame: StackFrame, lineOf: LineOf | null): string {
  if (frame.kind === "native") return frame.symbol;
  const { function: what, path } = frame;
  if (what.kind !== "anonymous") return `${path}#${what.kind === "named" ? what.name : "(main)"}`;
  return `${path}#(anonymous)${textAt(path, what.line, lineOf) ?? ""}`;
}

function textAt(path: string, line: number | null, lineOf: LineOf | null): string | null {
  const text = line === null ? null : (lineOf?.(path, line) ?? null);
  return text === null ? null : text.replaceAll(/\s+/g, " ").trim();
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  lua_error: "Lua error",
  native: "Native crash",
  out_of_memory: "Out of memory",
  not_responding: "Not responding",
};

function titleOf(type: string, message: string, top: StackFrame | undefined): string {
  const name = TYPE_NAMES[type] ?? type;
  const what = type === "lua_error" ? message || name : message === "" ? name : `${name}: ${message}`;
  if (top === undefined) return oneLine(what, TITLE_CHARACTERS);
  const place = top.kind === "native" ? top.symbol : luaPlace(top);
  // What is wrong may be cut, but not where.
  return `${oneLine(what, TITLE_CHARACTERS)} in ${oneLine(place, TITLE_CHARACTERS)}`;
}

function luaPlace({ function: what, path }: LuaFrame): string {
  return what.kind === "named" ? `${what.name}, ${path}` : path;
}
