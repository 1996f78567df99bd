import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type HostileCode, hostileCode } from "./hostile-code.ts";
import { leastWork, verdict } from "./measure.ts";
import { peakMib } from "./peak.ts";
import { checkCode } from "../../src/core/code/check-code.ts";
import { checkLua } from "../../src/core/lua/check-lua.ts";
import { parseLua } from "../../src/core/lua/syntax/parse.ts";
import { checkPackage } from "../../src/core/package/check-package.ts";
import { nodePackagePorts } from "../../src/node/package-ports.ts";
import { aPackage } from "../../src/testing/builders.ts";
import { codeFiles, luaFiles } from "../../src/testing/lua/lua-files.ts";

const MB = 1e6;
const APPS = join(import.meta.dirname, "../../src/system-apps");
const CHECK_HOSTILE = join(import.meta.dirname, "../bench-hostile-code.ts");
/** DESIGN section 11, in megabytes a second of work; the parser alone should do twice that. */
const RULES_FLOOR = 5;
const PARSE_FLOOR = 10;
/** Megabytes of realistic code for one timing. */
const ENOUGH_MB = 4;
/** Acceptance of the issue: a process that checks hostile code takes less memory than this. */
const MEMORY_FLOOR_MIB = 256;
/** Where there is much memory, V8 lets garbage pile up to 192 MiB before it looks for it; with this, to 48. */
const YOUNG = "--max-semi-space-size=16";
/** Twice the source may take so many times as long, and what takes less than the rest may take that. */
const LINEAR = 2.6;
const TOO_SHORT_SECONDS = 0.02;
/** Acceptance of the issue: an app of so many files, in seconds of work. */
const APP_FILES = 200;
const APP_FLOOR = 0.5;

/** Reading and checking Lua, in megabytes a second of work; a whole app; and what hostile code takes. */
export async function benchLua(): Promise<readonly string[]> {
  const files = luaFiles(process.env["MOSIS_LUA_CORPUS"] ?? APPS).map(([, source]) => source);
  const bytes = files.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const repeats = Math.ceil((ENOUGH_MB * MB) / bytes);
  const speed = (work: (text: string) => unknown): number => {
    const all = (): void => {
      for (let repeat = 0; repeat < repeats; repeat += 1) files.forEach(work);
    };
    return (repeats * bytes) / MB / leastWork(all);
  };
  const parse = speed((text) => parseLua(text, "file"));
  const rules = speed((text) => checkLua(text));
  const lines = [
    `Lua: ${files.length} files, ${(bytes / MB).toFixed(2)} MB; all times are of the processor`,
    `  reading ${parse.toFixed(1)} MB/s (floor ${PARSE_FLOOR}: ${verdict(parse >= PARSE_FLOOR)}), ` +
      `with rules ${rules.toFixed(1)} MB/s (floor ${RULES_FLOOR}: ${verdict(rules >= RULES_FLOOR)})`,
    besideLuacheck(files, bytes),
    wholeApp(),
  ];
  for (const [name, code] of Object.entries(hostileCode)) lines.push(await hostile(name, code));
  return lines;
}

/** Debian's luacheck, where it is installed, on as much of the same code. */
function besideLuacheck(files: readonly string[], bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "mosis-bench-"));
  try {
    for (const [index, text] of files.entries()) writeFileSync(join(folder, `${index}.lua`), text);
    const { stdout } = spawnSync("sh", ["-c", 'luacheck -q "$0" > /dev/null 2>&1; echo $?; times', folder], {
      encoding: "utf8",
    });
    const [code, , children = ""] = stdout.split("\n");
    if (code === "127") return "  luacheck is not installed (Debian package lua-check)";
    const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, m, s]) => sum + 60 * Number(m) + Number(s),
      0,
    );
    return `  luacheck, one process for all: ${(bytes / MB / seconds).toFixed(2)} MB/s`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything that is checked of an app with so many files of code. */
function wholeApp(): string {
  const code = codeFiles(APPS);
  let app = aPackage();
  for (let at = 0; at < APP_FILES; at += 1) {
    const [path, source] = code[at % code.length] ?? ["code.lua", ""];
    app = app.withFile(`assets/${at}-${path.slice(path.lastIndexOf("/") + 1)}`, source);
  }
  const files = app.files();
  const seconds = leastWork(() => checkPackage(files, nodePackagePorts));
  return (
    `  an app with ${APP_FILES} files of code: ${seconds.toFixed(3)} s ` +
    `(floor ${APP_FLOOR}: ${verdict(seconds < APP_FLOOR)})`
  );
}

async function hostile(name: string, { path, text, length }: HostileCode): Promise<string> {
  const [half = 0, whole = 0] = [length / 2, length].map((chars) => {
    const source = text(chars);
    return leastWork(() => checkCode(path, source));
  });
  const isLinear = whole <= Math.max(TOO_SHORT_SECONDS, LINEAR * half);
  const mib = await peakMib([YOUNG, CHECK_HOSTILE, name], tmpdir());
  const { findings } = checkCode(path, text(length));
  return (
    `  ${name}: ${(1000 * half).toFixed(1)} ms, of twice as many ${(1000 * whole).toFixed(1)} ms (linear: ${verdict(isLinear)}), ` +
    `${mib.toFixed(0)} MiB of a process (floor ${MEMORY_FLOOR_MIB}: ${verdict(mib < MEMORY_FLOOR_MIB)}); ${findings[0]?.message ?? "nothing found"}`
  );
}
