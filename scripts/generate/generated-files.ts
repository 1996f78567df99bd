import { commands } from "../../src/cli/commands/table.ts";
import { apiNames } from "./api-names.ts";
import { cliReference } from "./cli-reference.ts";
import { httpApiReference } from "./http-api-reference.ts";
import { luaReference } from "./lua-reference.ts";
import { luaStubs } from "./lua-stubs.ts";
import { rmluiReference } from "./rmlui-reference.ts";
import { rulesReference } from "./rules-reference.ts";
import { schemaReference } from "./schema-reference.ts";
import { telemetryGuide } from "./telemetry-tables.ts";
import { generateValidators } from "./validators.ts";

/** Every generated file, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...generateValidators(),
    ...luaReference(),
    ...schemaReference(),
    telemetryGuide(),
    ["docs/reference/cli.md", cliReference(commands)],
    ["docs/reference/http-api.md", httpApiReference()],
    ["docs/reference/rml.md", rmluiReference()],
    ["docs/reference/rules.md", rulesReference()],
    ["src/cli/templates/types/mosis.lua", luaStubs()],
    ["src/core/sdk/api-names.generated.ts", apiNames()],
  ]);
}
