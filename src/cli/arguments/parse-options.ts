import { parseArgs } from "node:util";

import { suggest } from "./suggest.ts";
import { echo } from "../../core/findings/finding.ts";
import type { OptionSpec, RawOptions, ValueSpec } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

export interface ParsedOptions {
  readonly values: RawOptions;
  readonly positionals: readonly string[];
}

/**
 * Splits arguments by `node:util`'s parser and holds them against the specs, so that messages are ours.
 *
 * @param name what to call the command in messages, such as `mosis sign`
 * @throws CliError when an option is unknown, lacks its value or has a wrong one
 */
export function parseOptions(
  args: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
  name: string,
): ParsedOptions {
  const options = Object.fromEntries(
    Object.entries(specs).map(([long, { type, short }]) => [long, { type, ...(short !== undefined && { short }) }]),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean | undefined> = {};
  for (const [long, spec] of Object.entries(specs)) values[long] = spec.type === "boolean" ? false : spec.default;
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, specs, name);
    values[token.name] = spec.type === "boolean" ? flagValue(token, name) : optionValue(token, spec, name);
  }
  return { values, positionals };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function flagValue({ rawName, value }: OptionToken, name: string): true {
  if (value === undefined) return true;
  throw new CliError("bad-option", `\`${rawName}\` takes no value, but has ${echo(value)}.`, helpOf(name));
}

function optionValue({ rawName, value, inlineValue }: OptionToken, spec: ValueSpec, name: string): string {
  // The next option is no value: `--out --json` forgot the file.
  if (value === undefined || value === "" || (value.startsWith("-") && inlineValue !== true)) {
    throw new CliError("bad-option", `\`${rawName}\` lacks its value ${spec.valueName}.`, helpOf(name));
  }
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const choices = spec.choices.join(", ");
    const advice = suggest(value, spec.choices, (choice) => `${rawName} ${choice}`);
    throw new CliError("bad-option", `\`${rawName}\` is ${echo(value)}, not one of ${choices}.`, advice);
  }
  return value;
}

function unknownOption(rawName: string, specs: Readonly<Record<string, OptionSpec>>, name: string): CliError {
  const advice = suggest(rawName.replace(/^-+/, ""), Object.keys(specs), (long) => `--${long}`);
  return new CliError("unknown-option", `\`${name}\` has no option ${echo(rawName)}.`, advice ?? helpOf(name));
}

function helpOf(name: string): string {
  return `Run \`${name} --help\` for its options.`;
}
