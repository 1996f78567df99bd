import { echo } from "../../core/findings/finding.ts";
import { type DeveloperId, parseDeveloperId } from "../../core/ids/ids.ts";
import { requiredOption } from "../arguments/required-option.ts";
import { CliError } from "../errors/cli-error.ts";

/** The value of `--developer`. */
export function developerOption(options: { readonly developer: string | undefined }): DeveloperId {
  const given = requiredOption(options, "developer");
  const id = parseDeveloperId(given);
  if (id !== null) return id;
  throw new CliError(
    "bad-option",
    `${echo(given)} is no id of a developer.`,
    "Give one such as `ada` or `acme-games`.",
  );
}
