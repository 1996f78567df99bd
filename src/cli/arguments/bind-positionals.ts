import { echo } from "../../core/findings/finding.ts";
import type { CommandSpec, RawPositionals } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/**
 * Gives each positional argument its name.
 *
 * @throws CliError when one is missing or too many
 */
export function bindPositionals(values: readonly string[], command: CommandSpec): RawPositionals {
  const fix = `Run \`mosis ${command.name} --help\` for its arguments.`;
  const bound: Record<string, string | readonly string[] | undefined> = {};
  let taken = 0;
  for (const { name, summary, required, variadic } of command.positionals) {
    const value = values[taken];
    if (value === undefined && required) {
      throw new CliError("bad-argument", `\`mosis ${command.name}\` lacks <${name}>: ${summary}.`, fix);
    }
    bound[name] = variadic === true ? values.slice(taken) : value;
    taken = variadic === true ? values.length : taken + 1;
  }
  const extra = values[taken];
  if (extra === undefined) return bound;
  throw new CliError("bad-argument", `\`mosis ${command.name}\` has no use for ${echo(extra)}.`, fix);
}
