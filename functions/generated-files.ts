import { compiledValidators } from "./portal/openapi/compile-validators.ts";
import { portalReference } from "./portal/openapi/reference-page.ts";
import { problemsPage } from "./portal/problems-page.ts";
import { limitsPage } from "./shared/limits-page.ts";
import { tablesPage } from "./tables-page.ts";

/** Every file that is generated from the functions, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/operate/limits.md", limitsPage()],
    ["docs/reference/portal-api.md", portalReference()],
    ["docs/reference/problems.md", problemsPage()],
    ["docs/spec/tables.md", tablesPage()],
    ["functions/portal/openapi/validators.generated.ts", compiledValidators()],
  ]);
}
