import type { Io } from "./io.ts";
import { type Progress, startProgress } from "./progress.ts";
import type { Prompts } from "./prompts.ts";
import { coloured, plain, type Style, wantsColour } from "./style.ts";
import { CliError } from "../errors/cli-error.ts";

/** How a command speaks while it runs. Its result is not said but returned. */
export interface Terminal {
  /** Dresses text of the result. */
  readonly style: Style;
  /** Talk, on stderr. */
  say(line: string): void;
  /** Talk that should be heeded. */
  warn(line: string): void;
  /** Why the command ends. */
  fail(line: string): void;
  progress(label: string): Progress;
  /** Whether a person is there to answer. */
  readonly interactive: boolean;
  /** @throws CliError "answer-needed" when nobody is there; `instead` names the flag to use */
  ask(question: string, instead: string): Promise<Prompts>;
}

/** How the command was called. */
export interface TerminalMode {
  readonly json: boolean;
  /** `--yes`: take every default. */
  readonly yes: boolean;
}

/** Makes the terminal of one run. */
export function openTerminal(io: Io, { json, yes }: TerminalMode): Terminal {
  const talk = wantsColour(io.stderr, io.env) ? coloured : plain;
  const isCI = io.env["CI"] !== undefined && io.env["CI"] !== "" && io.env["CI"] !== "false";
  const interactive = io.stdin.isTTY && io.stderr.isTTY && !json && !yes && !isCI;
  return {
    style: !json && wantsColour(io.stdout, io.env) ? coloured : plain,
    say: (line) => io.stderr.write(`${line}\n`),
    warn: (line) => io.stderr.write(`${talk("yellow", "warning:")} ${line}\n`),
    fail: (line) => io.stderr.write(`${talk("red", "error:")} ${line}\n`),
    progress: (label) => startProgress(label, io.stderr, io.clock),
    interactive,
    async ask(question, instead) {
      if (interactive) return io.openPrompts();
      throw new CliError("answer-needed", `${question} cannot be asked for here.`, instead);
    },
  };
}
