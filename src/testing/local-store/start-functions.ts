import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

const FUNCTIONS = join(import.meta.dirname, "../../../functions");
const END_WITH_PARENT = new URL("end-with-parent.ts", import.meta.url).href;
/** Milliseconds in which it begins to listen, on a machine that is busy. */
const START_MS = 60_000;
const LISTENING = /^Listening on (http:\S+)$/m;

/** Telemetry and portal of a store, as a process beside it. */
export interface LocalFunctions {
  /** Without a final slash. */
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Runs another program of the functions with the same configuration, such as `rollup.ts`, to its end. */
  run(program: string): Promise<void>;
  stop(): Promise<void>;
}

/** Whether this project has them, or those in a folder. */
export function functionsAreThere(folder = FUNCTIONS): boolean {
  return existsSync(join(folder, "server.ts"));
}

export interface FunctionsOptions {
  /** Where their programs are; this project's `functions` when left out. */
  readonly folder?: string;
  /** Their configuration: `MOSIS_STORE` and the other variables of `functions/server.ts`. */
  readonly variables: Readonly<Record<string, string>>;
  /** What they print goes there. */
  readonly log: string;
}

/**
 * Starts the functions.
 *
 * @throws Error with what they printed, when they end before they listen
 */
export async function startFunctions(options: FunctionsOptions): Promise<LocalFunctions> {
  const { folder = FUNCTIONS, variables, log } = options;
  await mkdir(dirname(log), { recursive: true });
  const start = (program: string): ChildProcess =>
    spawn(process.execPath, ["--import", END_WITH_PARENT, join(folder, program)], {
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
  const child = start("server.ts");
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  let output = "";
  const url = await new Promise<string>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`The functions do not listen:\n${output}`)), START_MS);
    const hear = (part: Buffer): void => {
      output += part.toString();
      void appendFile(log, part);
      const found = LISTENING.exec(output)?.[1];
      if (found !== undefined) done(found);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    void ended.then(() => fail(new Error(`The functions ended:\n${output}`))).finally(() => clearTimeout(late));
  }).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    url,
    output: () => output,
    run: (program) => runToEnd(start(program), program),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function runToEnd(child: ChildProcess, program: string): Promise<void> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (part: Buffer) => {
      output += part.toString();
    });
  }
  const code = await new Promise<number | null>((done) => child.once("close", done));
  if (code !== 0) throw new Error(`functions/${program} ended with ${code}:\n${output}`);
}
