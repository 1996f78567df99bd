import { homedir } from "node:os";

import type { Command, Environment } from "../../cli/command.ts";
import { commands as table } from "../../cli/commands/table.ts";
import type { ExitCode } from "../../cli/errors/exit-codes.ts";
import { CliError } from "../../cli/errors/cli-error.ts";
import type { NodeChecker } from "../../node/checking/check-subject.ts";
import { checkHere } from "../check-here.ts";
import { runCli } from "../../cli/run-cli.ts";
import type { Prompts, TextQuestion } from "../../cli/terminal/prompts.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Environment;
  /** What a person at a terminal answers, one after the other; null is Ctrl-C. Without it nobody is there. */
  readonly answers?: readonly (string | null)[];
  readonly commands?: readonly Command[];
  /** Checks in this process when left out. */
  readonly checker?: NodeChecker;
  /** Aborted when somebody presses Ctrl-C. */
  readonly interrupt?: AbortSignal;
  /** Hears what is written to stderr while the command runs. */
  readonly onTalk?: (text: string) => void;
}

/** What a run left behind. */
export interface CliRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** Questions that were asked. */
  readonly asked: readonly string[];
}

/** Runs `mosis` in this process, on real files, with everything else in memory. */
export async function runInMemory(argv: readonly string[], options: RunOptions = {}): Promise<CliRun> {
  const { cwd = process.cwd(), env = {}, answers, commands = table, interrupt, onTalk } = options;
  const { checker = checkHere } = options;
  const written = { stdout: "", stderr: "" };
  const asked: string[] = [];
  const isTTY = answers !== undefined;
  const remaining = [...(answers ?? [])];
  const stream = (name: "stdout" | "stderr") => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
      if (name === "stderr") onTalk?.(text);
    },
  });
  const exitCode = await runCli(argv, commands, {
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    stdin: { isTTY },
    // No colours, so that texts compare; the search path, so that git is found.
    env: { PATH: process.env["PATH"], HOME: homedir(), NO_COLOR: "1", ...env },
    cwd,
    host: "a test",
    clock: { now: () => 0, every: () => () => undefined },
    checker,
    onInterrupt(action) {
      interrupt?.addEventListener("abort", action, { once: true });
      return () => interrupt?.removeEventListener("abort", action);
    },
    openPrompts: () => Promise.resolve(scriptedPrompts(remaining, asked)),
  });
  return { exitCode, ...written, asked };
}

/** The one JSON document on the stdout of a run with `--json`. Throws when there is anything else. */
export function jsonOf(run: CliRun): Record<string, unknown> {
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

function scriptedPrompts(answers: (string | null)[], asked: string[]): Prompts {
  const next = ({ message }: { readonly message: string }): string => {
    asked.push(message);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`no answer left for: ${message}`);
    if (answer === null) throw new CliError("cancelled", "Cancelled; nothing was changed.");
    return answer;
  };
  // Like a person, the script tries its next answer when one is refused.
  const checked = (question: Pick<TextQuestion, "message" | "check">): string => {
    for (;;) {
      const answer = next(question);
      if (question.check(answer) === null) return answer;
    }
  };
  return {
    text: (question) => Promise.resolve().then(() => checked(question)),
    secret: (question) => Promise.resolve().then(() => checked(question)),
    select: (question) => Promise.resolve().then(() => next(question)),
  };
}
