import { commands } from "../../src/cli/commands/table.ts";
import { cliReference } from "./cli-reference.ts";
import { rulesReference } from "./rules-reference.ts";
import { generateValidators } from "./validators.ts";

/** Every generated file, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...generateValidators(),
    ["docs/reference/cli.md", cliReference(commands)],
    ["docs/reference/rules.md", rulesReference()],
  ]);
}
