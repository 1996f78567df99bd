import { suggest } from "./suggest.ts";
import { globalOptions } from "./global-options.ts";
import { echo } from "../../core/findings/finding.ts";
import type { Command } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** Which command the arguments name, and what is left of them. */
export interface FoundCommand {
  /** Null when only a group such as `keys` is named, or nothing at all. */
  readonly command: Command | null;
  /** Words of the command or group. */
  readonly words: readonly string[];
  /** The word `help` came first. */
  readonly help: boolean;
  readonly rest: readonly string[];
}

/**
 * Takes the words of a command out of the arguments. Global options may stand before and between them.
 *
 * @throws CliError when the first word, or the one behind a group, belongs to no command
 */
export function findCommand(argv: readonly string[], commands: readonly Command[]): FoundCommand {
  const words: string[] = [];
  const rest: string[] = [];
  let help = false;
  let at = 0;
  for (; at < argv.length; at += 1) {
    const arg = argv[at] ?? "";
    const value = argv[at + 1];
    if (arg === "--" || (arg.startsWith("-") && !isGlobal(arg))) break;
    if (arg.startsWith("-")) rest.push(arg);
    else if (words.length === 0 && !help && arg === "help") help = true;
    else if (leadsToCommand([...words, arg], commands)) words.push(arg);
    else if (exact(words, commands) === null) throw unknownCommand(arg, words, commands);
    else break;
    if (takesNext(arg) && value !== undefined) {
      rest.push(value);
      at += 1;
    }
  }
  rest.push(...argv.slice(at));
  return { command: exact(words, commands), words, help, rest };
}

function exact(words: readonly string[], commands: readonly Command[]): Command | null {
  return commands.find(({ name }) => name === words.join(" ")) ?? null;
}

function leadsToCommand(words: readonly string[], commands: readonly Command[]): boolean {
  const text = words.join(" ");
  return commands.some(({ name }) => name === text || name.startsWith(`${text} `));
}

function isGlobal(arg: string): boolean {
  const name = arg.split("=")[0] ?? "";
  return Object.entries(globalOptions).some(
    ([long, option]) => name === `--${long}` || ("short" in option && name === `-${option.short}`),
  );
}

function takesNext(arg: string): boolean {
  return Object.entries(globalOptions).some(([long, { type }]) => type === "string" && arg === `--${long}`);
}

function unknownCommand(word: string, words: readonly string[], commands: readonly Command[]): CliError {
  const siblings = commands
    .map(({ name }) => name.split(" "))
    .filter((name) => words.every((each, index) => each === name[index]))
    .map((name) => name[words.length] ?? "");
  const path = words.map((each) => `${each} `).join("");
  const advice = suggest(word, siblings, (sibling) => `mosis ${path}${sibling}`);
  const place = words.length > 0 ? `\`mosis ${words.join(" ")}\`` : "`mosis`";
  return new CliError(
    "unknown-command",
    `${place} has no command ${echo(word)}.`,
    advice ?? `Run \`${["mosis", ...words].join(" ")} --help\` for the list.`,
  );
}
