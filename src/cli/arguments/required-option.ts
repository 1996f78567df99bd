import { CliError } from "../errors/cli-error.ts";

/** The value of an option that a command cannot do without. */
export function requiredOption<Name extends string>(
  options: { readonly [Key in Name]: string | undefined },
  name: Name,
): string {
  const value = options[name];
  if (value !== undefined && value !== "") return value;
  throw new CliError("bad-option", `\`--${name}\` is needed.`, `Give \`--${name}\` with a value.`);
}
