import { jsonRules } from "./rules/json.ts";
import { signedRules } from "./rules/signed.ts";
import { zipRules } from "./rules/zip.ts";

/** Every rule there is. A new family is one file in `rules/` and one line here. */
export const rules = { ...jsonRules, ...signedRules, ...zipRules };

export type RuleId = keyof typeof rules;
