import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { commands } from "./table.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("bash completes every command word by word", async () => {
  const ask = await aBash();
  const first = [...new Set(commands.map(({ name }) => name.split(" ")[0]))];
  expect(ask("")).toEqual(first);
  for (const { name } of commands) {
    const words = name.split(" ");
    expect(ask(...words)).toContain(words.at(-1));
  }
  expect(ask("keys", "")).toEqual(
    commands.filter(({ name }) => name.startsWith("keys ")).map(({ name }) => name.slice("keys ".length)),
  );
});

test("bash completes the options of the command at hand", async () => {
  const ask = await aBash();
  expect(ask("diff", "a.mosis", "--")).toEqual(["--exit-code", "--json", "--cwd", "--help", "--version"]);
  expect(ask("build", "--d")).toEqual(["--dry-run"]);
  expect(ask("keys", "generate", "--no-p")).toEqual(["--no-passphrase"]);
  expect(ask("sign", "-")).toContain("-k");
});

test("bash completes choices, also behind an equals sign", async () => {
  const ask = await aBash();
  expect(ask("validate", "--format", "")).toEqual(["human", "json", "sarif", "github"]);
  expect(ask("validate", "--format", "=", "gi")).toEqual(["github"]);
  expect(ask("validate", "--format", "=")).toEqual(["human", "json", "sarif", "github"]);
  expect(ask("completion", "")).toEqual(["bash", "zsh", "fish"]);
});

test("bash finds the command behind global options and leaves files to itself", async () => {
  const ask = await aBash();
  expect(ask("--cwd", "keys", "--json", "keys", "gen")).toEqual(["generate"]);
  expect(ask("--cwd", "=", "device", "keys", "gen")).toEqual(["generate"]);
  expect(ask("inspect", "")).toEqual([]);
  expect(ask("build", "--out", "keys")).toEqual([]);
});

test("zsh and fish get scripts with every command and option", async () => {
  for (const shell of ["zsh", "fish"]) {
    const { exitCode, stdout } = await runInMemory(["completion", shell]);
    expect(exitCode).toBe(0);
    for (const { name, options } of commands) {
      for (const part of [name, ...Object.keys(options)]) expect(stdout).toContain(part);
    }
  }
});

test("gives the script as data and refuses other shells", async () => {
  const { stdout } = await runInMemory(["completion", "bash"]);
  expect(jsonOf(await runInMemory(["completion", "bash", "--json"]))).toMatchObject({
    ok: true,
    shell: "bash",
    script: stdout.trimEnd(),
  });
  const refused = await runInMemory(["completion", "zhs"]);
  expect(refused).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining("mosis completion zsh") });
});

/** Sources the script in a real bash; the words are those behind `mosis`, the last one being typed. */
async function aBash(): Promise<(...words: string[]) => string[]> {
  const file = join(temporaryFolder(), "mosis.bash");
  writeFileSync(file, (await runInMemory(["completion", "bash"])).stdout);
  const program = `set -eu; source "$1"; shift; COMP_WORDS=(mosis "$@"); COMP_CWORD=$#; _mosis
    complete -p mosis >/dev/null; (( \${#COMPREPLY[@]} == 0 )) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  return (...words) => {
    const output = execFileSync("bash", ["--norc", "-c", program, "bash", file, ...words], { encoding: "utf8" });
    return output.split("\n").filter((line) => line !== "");
  };
}
