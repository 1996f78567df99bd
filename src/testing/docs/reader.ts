import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { PageStep } from "./page-steps.ts";

/** Somebody who follows a page, in one terminal. */
export interface ReaderOptions {
  /** An empty folder, where the terminal is opened. */
  readonly folder: string;
  /** A folder for what the terminal remembers between commands. */
  readonly memory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly passphrase: string;
  /** What the reader puts in place of a word, given everything printed so far. */
  ownWord(word: string, output: string): string;
}

const TRIES = 60;
const PAUSE_MS = 1000;

/**
 * Does what a page says, step by step, each block in a shell that goes on where the last one was: same folder, same variables.
 *
 * @returns everything printed
 * @throws Error with the line of the page and the output, at the first command that fails and at output that does not come
 */
export async function followPage(steps: readonly PageStep[], reader: ReaderOptions): Promise<string> {
  let output = "";
  let unseen = "";
  for (const step of steps) {
    if (step.kind === "see") {
      const missing = step.lines.filter((line) => !unseen.includes(line));
      if (missing.length > 0) throw new Error(`line ${step.line}: nothing prints ${missing.join(", ")}:\n${unseen}`);
      unseen = "";
    } else if (step.kind === "run") {
      const printed = await run(step, reader, output);
      output += printed;
      unseen += printed;
    } else {
      await write(step, reader);
    }
  }
  return output;
}

async function run(
  { line, commands, yours, asksPassphrase, until }: PageStep & { readonly kind: "run" },
  reader: ReaderOptions,
  output: string,
): Promise<string> {
  const own = yours.reduce((text, word) => text.replaceAll(word, reader.ownWord(word, output)), commands);
  const env = asksPassphrase ? { ...reader.env, MOSIS_PASSPHRASE: reader.passphrase } : reader.env;
  for (let tries = 0; tries < TRIES; tries++) {
    const { code, printed } = await shell(own, { ...reader, env });
    if (code !== 0) throw new Error(`line ${line}: exit code ${code} of\n${own}${printed}`);
    if (until === null || printed.includes(until)) return printed;
    await sleep(PAUSE_MS);
  }
  throw new Error(`line ${line}: ${until} never came of\n${own}`);
}

async function shell(
  commands: string,
  { folder, memory, env }: Pick<ReaderOptions, "folder" | "memory" | "env">,
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const [variables, place] = [join(memory, "variables"), join(memory, "place")];
  const resume = existsSync(place) ? `. "${variables}"; cd "$(cat "${place}")"` : "";
  // A passphrase is typed anew each time it is asked for.
  const remember = `unset MOSIS_PASSPHRASE; export -p >"${variables}"; pwd >"${place}"`;
  const child = spawn("sh", ["-e", "-c", `${resume}\n${commands}\n${remember}`], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (printed += part.toString()));
  const code = await new Promise<number | null>((resolve) => void child.on("close", resolve));
  return { code, printed };
}

async function write(
  step: PageStep & { readonly kind: "write" | "set" },
  { memory }: Pick<ReaderOptions, "memory">,
): Promise<void> {
  const file = join((await readFile(join(memory, "place"), "utf8")).trimEnd(), step.path);
  await mkdir(dirname(file), { recursive: true });
  const text =
    step.kind === "write"
      ? step.text
      : `${JSON.stringify({ ...(JSON.parse(await readFile(file, "utf8")) as object), ...step.members }, null, 2)}\n`;
  await writeFile(file, text);
}
