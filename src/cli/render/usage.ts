import { dryRunOption, globalOptions } from "../arguments/global-options.ts";
import { optionsOf } from "../arguments/parse-arguments.ts";
import type { Command, CommandSpec, OptionSpec, PositionalSpec } from "../command.ts";
import { exitCodes } from "../errors/exit-codes.ts";
import { wrap } from "./text.ts";
import type { Style } from "../terminal/style.ts";

/** Columns of running text. */
const WIDTH = 80;

/** The help of all commands, or of a group such as `keys`. */
export function usageOfAll(commands: readonly Command[], words: readonly string[], style: Style): string {
  const prefix = words.map((word) => `${word} `).join("");
  const listed = commands.filter(({ name }) => name.startsWith(prefix));
  return sections(style, [
    ["Usage", [`mosis ${prefix}<command> [arguments] [options]`]],
    ["Commands", columns(listed.map(({ name, summary }) => [name, summary]))],
    ["Options of every command", optionLines(globalOptions)],
    ["More", [`mosis ${prefix}<command> --help`]],
  ]);
}

/** The help of one command. */
export function usageOfCommand(command: Command, style: Style): string {
  const own = { ...command.options, ...(command.mutates && dryRunOption) };
  return sections(style, [
    [null, [`${command.summary}.`]],
    ["Usage", [synopsis(command)]],
    [null, command.description],
    ["Arguments", columns(command.positionals.map((each) => [placeholder(each), each.summary]))],
    ["Options", optionLines(own)],
    ["Options of every command", optionLines(globalOptions)],
    ["Examples", command.examples.flatMap(({ command: text, summary }) => [`# ${summary}`, text])],
  ]);
}

/** Such as `mosis sign <package...> [options]`. */
export function synopsis(command: CommandSpec): string {
  return ["mosis", command.name, ...command.positionals.map(placeholder), "[options]"].join(" ");
}

/** Such as `--key KEY`, with the short form in front if there is one. */
export function optionName(long: string, option: OptionSpec): string {
  const value = option.type === "string" ? ` ${option.valueName}` : "";
  return `${option.short === undefined ? "" : `-${option.short}, `}--${long}${value}`;
}

/** What an option does, its choices and its default. */
export function optionSummary(option: OptionSpec): string {
  if (option.type === "boolean") return option.summary;
  const { choices, default: standard } = option;
  return [
    option.summary,
    ...(choices === undefined ? [] : [`(${choices.join(", ")})`]),
    ...(standard === undefined ? [] : [`[default: ${standard}]`]),
  ].join(" ");
}

/** The commands as data: `mosis --help --json`. */
export function usageJson(commands: readonly Command[]) {
  return {
    commands: commands.map((command) => ({
      name: command.name,
      summary: command.summary,
      usage: synopsis(command),
      mutates: command.mutates,
      arguments: command.positionals.map(({ name, summary, required, variadic }) => ({
        name,
        summary,
        required,
        variadic: variadic === true,
      })),
      options: Object.entries(optionsOf(command)).map(([name, { type, summary }]) => ({ name, type, summary })),
    })),
    exit_codes: { ...exitCodes },
  };
}

function placeholder({ name, required, variadic }: PositionalSpec): string {
  const text = variadic === true ? `${name}...` : name;
  return required ? `<${text}>` : `[${text}]`;
}

function optionLines(options: Readonly<Record<string, OptionSpec>>): readonly string[] {
  return columns(Object.entries(options).map(([long, option]) => [optionName(long, option), optionSummary(option)]));
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
}

/** A section without a title is a paragraph; one without lines is left out. */
function sections(style: Style, parts: readonly (readonly [string | null, readonly string[]])[]): string {
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => {
      if (title === null) return lines.map((paragraph) => wrap(paragraph, WIDTH)).join("\n\n");
      return [style("bold", `${title}:`), ...lines.map((line) => `  ${line}`)].join("\n");
    })
    .join("\n\n");
}
