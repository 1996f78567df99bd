import { compiledValidators } from "./portal/openapi/compile-validators.ts";
import { limitsPage } from "./shared/limits-page.ts";

/** Every file that is generated from the functions, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/operate/limits.md", limitsPage()],
    ["functions/portal/openapi/validators.generated.ts", compiledValidators()],
  ]);
}
