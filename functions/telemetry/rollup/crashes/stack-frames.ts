/** A function on the stack, as a report names it. Addresses, offsets and C functions of Lua are left out. */
export type StackFrame = LuaFrame | NativeFrame;

export interface LuaFrame {
  readonly kind: "lua";
  /** Path in the package where it is one, else what Lua calls the chunk. */
  readonly path: string;
  readonly line: number | null;
  readonly function: LuaFunction;
}

export type LuaFunction =
  | { readonly kind: "named"; readonly name: string }
  /** Known by where it is defined. */
  | { readonly kind: "anonymous"; readonly line: number | null }
  | { readonly kind: "main" };

export interface NativeFrame {
  readonly kind: "native";
  /** A symbol without its arguments, or the library where there is none. */
  readonly symbol: string;
}

/** Lines of a trace that are read; Lua itself prints 22. */
const MAX_LINES = 128;
/** Characters of a line that are read. */
const MAX_LINE = 512;

/** Frames of the traces that Lua 5.4 and LuaJIT print, and of native ones, innermost first. Anything else in the text is passed over. */
export function stackFrames(trace: string): readonly StackFrame[] {
  return trace.split("\n", MAX_LINES).flatMap((line) => {
    const text = line.slice(0, MAX_LINE).trim();
    return luaFrame(text) ?? nativeFrame(text) ?? [];
  });
}

/** Frames of C, of tail calls, and the mark of levels that were skipped tell nothing of the app. */
const NO_LUA = /^(?:\[C\]|\[builtin[:#]|\(\.\.\.tail|\(tail call\)|\.\.\.$|\.\.\.\s*\(skipping)/;
const LINE = /:(\d{1,9})$/;

/** `path:line: in what`, which both print. */
function luaFrame(text: string): LuaFrame | null {
  // A chunk that was made of a string is called by its text, in which anything may stand.
  const from = text.startsWith('[string "') ? Math.max(0, text.lastIndexOf('"]:')) : 0;
  const at = text.indexOf(": in ", from);
  if (at <= 0 || NO_LUA.test(text)) return null;
  const place = text.slice(0, at);
  const line = LINE.exec(place);
  const path = line === null ? place : place.slice(0, line.index);
  return {
    kind: "lua",
    path: packagePath(path),
    line: line === null ? null : Number(line[1]),
    function: luaFunction(text.slice(at + ": in ".length).trim()),
  };
}

/** Where an app's package is unpacked is the phone's business; Lua cuts long paths in front. */
export function packagePath(source: string): string {
  if (source.startsWith("[string ")) return "[string]";
  const path = source.startsWith("@") ? source.slice(1) : source;
  const assets = path.lastIndexOf("/assets/");
  if (assets !== -1) return path.slice(assets + 1);
  if (!path.startsWith("...")) return path;
  return path.slice(path.indexOf("/") + 1);
}

/** 5.4 tells how a function is reached, and its table; LuaJIT just its name. */
function luaFunction(what: string): LuaFunction {
  if (what.startsWith("main chunk")) return { kind: "main" };
  if (what.endsWith(">")) {
    const line = LINE.exec(what.slice(0, -1));
    return { kind: "anonymous", line: line === null ? null : Number(line[1]) };
  }
  const open = what.search(/['`]/);
  const close = what.lastIndexOf("'");
  if (open === -1 || close <= open) return { kind: "anonymous", line: null };
  const name = what.slice(open + 1, close);
  return { kind: "named", name: name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf(":")) + 1) };
}

/** What is on top of every native stack: the way out of the program. */
const WAY_OUT =
  /^(?:abort|raise|gsignal|tgkill|kill|__pthread_kill\w*|pthread_kill|__assert\w*|__cxa_\w+|_Unwind_\w+|__gnu_cxx::\w+|std::(?:terminate|__terminate)|__libc_\w+|_start|__stack_chk_fail)$/;

/** Frames of debuggers and sanitizers (`#0 0x1 in f`), Android (`#00 pc 1 lib (f+1)`), glibc (`lib(f+0x1)`) and Windows (`lib!f+0x1`). */
function nativeFrame(text: string): NativeFrame | null {
  const symbol = nativeSymbol(text);
  return symbol === null || symbol === "" || WAY_OUT.test(symbol) ? null : { kind: "native", symbol };
}

function nativeSymbol(text: string): string | null {
  const numbered = /^#\d{1,3}\s+/.exec(text);
  if (numbered !== null) {
    const rest = text.slice(numbered[0].length);
    if (rest.startsWith("pc ")) return androidSymbol(rest);
    const at = /^0x[0-9a-f]+ in /i.exec(rest);
    return bareSymbol(at === null ? rest : rest.slice(at[0].length));
  }
  const glibc = /^[^\s()]+\(([^()+]*)\+0x[0-9a-f]+\)/.exec(text);
  if (glibc !== null) return glibc[1] ?? "";
  const windows = /^[\w.]+!([^\s+]+)/.exec(text);
  return windows === null ? null : bareSymbol(windows[1] ?? "");
}

function androidSymbol(text: string): string {
  const open = text.indexOf("(");
  if (open !== -1) return bareSymbol(text.slice(open + 1));
  return text.slice(text.lastIndexOf("/") + 1);
}

function bareSymbol(text: string): string {
  const end = text.search(/[(+\s]/);
  return end === -1 ? text : text.slice(0, end);
}
