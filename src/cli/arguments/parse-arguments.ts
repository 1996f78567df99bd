import { findCommand } from "./find-command.ts";
import { dryRunOption, globalOptions } from "./global-options.ts";
import { parseOptions } from "./parse-options.ts";
import { bindPositionals } from "./bind-positionals.ts";
import type { Command, OptionSpec, RawOptions, RawPositionals } from "../command.ts";

/** What the arguments ask for. */
export type Request =
  | { readonly kind: "version" }
  /** Of one command, of a group such as `keys`, or of all where there are no words. */
  | { readonly kind: "help"; readonly command: Command | null; readonly words: readonly string[] }
  /** A group without its command. */
  | { readonly kind: "incomplete"; readonly words: readonly string[] }
  | {
      readonly kind: "run";
      readonly command: Command;
      readonly options: RawOptions;
      readonly args: RawPositionals;
      readonly dryRun: boolean;
      readonly cwd: string | null;
    };

/**
 * Understands the arguments behind `mosis`.
 *
 * @throws CliError when they fit no command
 */
export function parseArguments(argv: readonly string[], commands: readonly Command[]): Request {
  const { command, words, help, rest } = findCommand(argv, commands);
  const name = ["mosis", ...words].join(" ");
  const { positionals, values } = parseOptions(rest, optionsOf(command), name);
  const { json: _json, cwd, help: helpOption, version, "dry-run": dryRun, ...options } = values;
  if (version === true) return { kind: "version" };
  if (help || helpOption === true || words.length === 0) return { kind: "help", command, words };
  if (command === null) return { kind: "incomplete", words };
  return {
    kind: "run",
    command,
    options,
    args: bindPositionals(positionals, command),
    dryRun: dryRun === true,
    cwd: typeof cwd === "string" ? cwd : null,
  };
}

/** Whether the arguments ask for JSON, even where they are otherwise wrong. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const args = end === -1 ? argv : argv.slice(0, end);
  return args.some(
    (arg, index) => arg === "--json" || arg === "--format=json" || (arg === "--format" && args[index + 1] === "json"),
  );
}

/** Every option a command takes, global ones included; of the global ones alone when there is no command. */
export function optionsOf(command: Command | null): Readonly<Record<string, OptionSpec>> {
  return { ...command?.options, ...(command?.mutates === true && dryRunOption), ...globalOptions };
}
