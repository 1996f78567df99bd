import { oneLine } from "../../../../src/core/text/one-line.ts";

/** Characters of a message that are read. */
const MAX_CHARACTERS = 512;

/** What Lua puts in front: where it happened. */
const POSITION = /^(?:\[string "[^"]*"\]|[^\s:]+):\d+:\s*/;

/** LuaJIT names what it is about before the type, 5.4 behind it. */
const LUAJIT =
  /^attempt to (index|call|concatenate|compare|get length of|perform arithmetic on) (local|global|field|upvalue|method|constant) ('[^']*') (\(an? \w+ value\))$/;

/** What a value of the moment is replaced with. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b0x[0-9a-f]+/gi, "<addr>"],
  [/(?<![\w#<])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w>])/gi, "<n>"],
];

/** Names of variables and functions that Lua quotes. All else in quotes may be a person's. */
const QUOTED = /(\((?:local|global|field|upvalue|method|constant) |#\d+ to |calling )?'[^']*'|"[^"]*"/g;

/**
 * The first line of a message, without its place, numbers, addresses and texts of the moment; the same for Lua 5.4 and LuaJIT. Names of
 * variables stay.
 */
export function crashMessage(message: string): string {
  const end = message.indexOf("\n");
  const line = message.slice(0, Math.min(MAX_CHARACTERS, end === -1 ? message.length : end));
  const bare = oneLine(line, MAX_CHARACTERS).replace(POSITION, "").replace(LUAJIT, asLua54);
  const quoted = bare.replace(QUOTED, (text, before: string | undefined) => (before === undefined ? "<text>" : text));
  return VOLATILE.reduce((text, [pattern, mark]) => text.replace(pattern, mark), quoted);
}

/** {@link crashMessage} without the names of variables, which change more often than what is wrong. */
export function errorClass(message: string): string {
  return message.replaceAll(/ \((?:local|global|field|upvalue|method|constant) '[^']*'\)/g, "");
}

function asLua54(_: string, what: string, kind: string, name: string, type: string): string {
  return `attempt to ${what} ${type.slice(1, -1)} (${kind} ${name})`;
}
