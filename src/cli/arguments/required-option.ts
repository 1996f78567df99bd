import { CliError } from "../errors/cli-error.ts";

/** The value of an option that a command cannot do without. */
export function requiredOption<Name extends string, Options extends { readonly [Key in Name]: string | undefined }>(
  options: Options,
  name: Name,
): NonNullable<Options[Name]> {
  const value = options[name];
  if (value !== undefined && value !== "") return value;
  throw new CliError("bad-option", `\`--${name}\` is needed.`, `Give \`--${name}\` with a value.`);
}
