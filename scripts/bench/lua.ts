import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { verdict } from "./measure.ts";
import { checkLua } from "../../src/core/lua/check-lua.ts";
import { parseLua } from "../../src/core/lua/syntax/parse.ts";

const MB = 1e6;
const MIB = 1 << 20;
const RUNS = 5;
const APPS = join(import.meta.dirname, "../../src/system-apps");
/** DESIGN section 11, in megabytes a second; the parser alone should do twice that. */
const RULES_FLOOR = 5;
const PARSE_FLOOR = 10;
/** Megabytes of realistic code for one timing. */
const ENOUGH_MB = 4;
/** Acceptance of the issue: hostile sources take less memory than this. */
const MEMORY_FLOOR_MIB = 256;
/** As many as still are read to their end, most of them. */
const HOSTILE_CHARS = 500_000;
/** Twice the source may take so many times as long: linear, and a busy machine. */
const LINEAR = 3;

/** Sources that made other parsers slow, by the number of their characters. */
const HOSTILE: Readonly<Record<string, (length: number) => string>> = {
  "locals in blocks": (length) => "do local a end ".repeat(length / 16),
  locals: (length) => "local a ".repeat(length / 8),
  parentheses: (length) => `x=${"(".repeat(length / 2)}${")".repeat(length / 2)}`,
  concatenations: (length) => `x=${"a..".repeat(length / 3)}a`,
  "a sum": (length) => `x=${"1+".repeat(length / 2)}1`,
  "fields of fields": (length) => `x=a${".a".repeat(length / 2)}`,
  "calls of calls": (length) => `f${"()".repeat(length / 2)}`,
  "lists put together": (length) =>
    `local t={${"'a',".repeat(length / 8)}} ${"f(_G[table.concat(t)]) ".repeat(length / 46)}`,
  "names for names": (length) =>
    `local a0=os ${Array.from({ length: 180 }, (_, at) => `local a${at + 1}=a${at} `).join("")}${"a180.x()".repeat(length / 8)}`,
  "strings put together": (length) =>
    `local a="x" ${"do local a=a..a f(_G[a]) ".repeat(150)}${" f(_G[a])".repeat(length / 9)}${" end".repeat(150)}`,
};

/** Reading Lua, and reading and checking it, in megabytes a second; and what hostile sources take. */
export function benchLua(): readonly string[] {
  const files = luaFiles(process.env["MOSIS_LUA_CORPUS"] ?? APPS);
  const bytes = files.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const speed = (work: (text: string) => unknown): number => (bytes / MB) * fastest(() => files.forEach(work), bytes);
  const parse = speed((text) => parseLua(text, "file"));
  const rules = speed((text) => checkLua(text));
  return [
    `Lua: ${files.length} files, ${(bytes / MB).toFixed(2)} MB`,
    `  reading ${parse.toFixed(1)} MB/s (floor ${PARSE_FLOOR}: ${verdict(parse >= PARSE_FLOOR)}), ` +
      `with rules ${rules.toFixed(1)} MB/s (floor ${RULES_FLOOR}: ${verdict(rules >= RULES_FLOOR)})`,
    besideLuacheck(files, bytes),
    ...Object.entries(HOSTILE).map(([name, source]) => hostile(name, source)),
  ];
}

function luaFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".lua"))
    .map((path) => readFileSync(join(folder, path), "utf8"));
}

/** How often a second the work is done, at best, where it is repeated until enough was read. */
function fastest(work: () => void, bytes: number): number {
  const repeats = Math.ceil((ENOUGH_MB * MB) / bytes);
  let best = 0;
  for (let run = 0; run <= RUNS; run += 1) {
    const started = performance.now();
    for (let repeat = 0; repeat < repeats; repeat += 1) work();
    best = Math.max(best, (1000 * repeats) / (performance.now() - started));
  }
  return best;
}

/** Debian's luacheck, where it is installed, on as much of the same code. */
function besideLuacheck(files: readonly string[], bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "mosis-bench-"));
  try {
    for (const [index, text] of files.entries()) writeFileSync(join(folder, `${index}.lua`), text);
    const started = performance.now();
    const { error } = spawnSync("luacheck", ["-q", folder]);
    if (error !== undefined) return "  luacheck is not installed (Debian package lua-check)";
    return `  luacheck, one process for all: ${(bytes / MB / ((performance.now() - started) / 1000)).toFixed(2)} MB/s`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hostile(name: string, source: (length: number) => string): string {
  const [half = 0, whole = 0] = [HOSTILE_CHARS / 2, HOSTILE_CHARS].map((length) => {
    const text = source(length);
    return 1000 / fastest(() => checkLua(text), ENOUGH_MB * MB);
  });
  const text = source(HOSTILE_CHARS);
  const before = process.memoryUsage().heapUsed;
  const parsed = parseLua(text);
  const heap = (process.memoryUsage().heapUsed - before) / MIB;
  return (
    `  ${name}: ${half.toFixed(1)} ms, of twice as many ${whole.toFixed(1)} ms (linear ${verdict(whole <= LINEAR * Math.max(half, 1))}), ` +
    `tree ${Math.max(0, heap).toFixed(0)} MiB (floor ${MEMORY_FLOOR_MIB}: ${verdict(heap < MEMORY_FLOOR_MIB)}); ` +
    (parsed.ok ? "taken" : parsed.problem.message)
  );
}
