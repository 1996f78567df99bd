import { spawn } from "node:child_process";
import { type GitObject, ObjectReader } from "../../../node/git/object-reader.ts";
import { type ObjectType, writeLooseObject } from "./loose-object.ts";

/** `git` ended with an exit code its caller did not expect. */
export class GitError extends Error {
  readonly exitCode: number;
  readonly stderr: string;

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    super(`git ${args.join(" ")} ended with ${exitCode}: ${stderr.trim()}`);
    this.name = "GitError";
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

interface GitCall {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * One bare repository and the `git` executable, deaf to the configuration of the machine it runs on. Objects, of which a request
 * needs many, are read by one process that stays, and written by none.
 */
export interface Git {
  readonly dir: string;
  /** The object of an id, or of a name such as `refs/heads/main^{commit}`; null where there is none. */
  read(name: string): Promise<GitObject | null>;
  /** Writes an object and gives its id. */
  write(type: ObjectType, bytes: Uint8Array): Promise<string>;
  bytes(args: readonly string[], call?: GitCall): Promise<Buffer>;
  /** Output as text without its last line end. */
  text(args: readonly string[], call?: GitCall): Promise<string>;
  /** For commands that answer by exit code: the output if it is 0, null if it is 1; anything else throws. */
  ask(args: readonly string[], call?: GitCall): Promise<string | null>;
  /** Like `ask`, for what follows from objects alone, all named by their ids: it is found out once. */
  fact(args: readonly string[]): Promise<string | null>;
}

/** Facts that are kept of a repository. */
const FACTS = 1000;

export function openGit(dir: string, env: Readonly<Record<string, string>>): Git {
  const run = (args: readonly string[], call: GitCall) =>
    runGit(["--git-dir", dir, "--literal-pathspecs", ...args], { ...call, env: { ...env, ...call.env } });
  const output = async (args: readonly string[], call: GitCall = {}) => {
    const { exitCode, stdout, stderr } = await run(args, call);
    if (exitCode !== 0) throw new GitError(args, exitCode, stderr);
    return stdout;
  };
  const ask: Git["ask"] = async (args, call = {}) => {
    const { exitCode, stdout, stderr } = await run(args, call);
    if (exitCode > 1) throw new GitError(args, exitCode, stderr);
    return exitCode === 0 ? asText(stdout) : null;
  };
  const reader = new ObjectReader(dir, { ...env, GIT_DIR: dir });
  const facts = new Map<string, Promise<string | null>>();
  return {
    dir,
    read: (name) => reader.read(name),
    write: (type, bytes) => writeLooseObject(dir, type, bytes),
    bytes: output,
    text: async (args, call) => asText(await output(args, call)),
    ask,
    fact(args) {
      const key = args.join(" ");
      const known = facts.get(key);
      if (known !== undefined) return known;
      const fact = ask(args);
      facts.set(key, fact);
      fact.catch(() => facts.delete(key));
      const [oldest] = facts.keys();
      if (facts.size > FACTS && oldest !== undefined) facts.delete(oldest);
      return fact;
    },
  };
}

/** The only variables `git` sees: no system or user configuration, no prompt, no locale. */
export function isolatedEnv(home: string): Readonly<Record<string, string>> {
  const kept = ["PATH", "Path", "SystemRoot", "TMPDIR", "TEMP"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ATTR_NOSYSTEM: "1",
    LC_ALL: "C",
    TZ: "UTC",
  };
}

const asText = (bytes: Buffer): string => bytes.toString("utf8").replace(/\n$/, "");

interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function runGit(args: readonly string[], call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { env: call.env, windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ exitCode: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") }),
    );
    // A git that refuses early closes its input; its exit code tells the story.
    child.stdin.on("error", () => {});
    child.stdin.end(call.input ?? "");
  });
}
