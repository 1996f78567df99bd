import { deltaRules } from "./rules/delta.ts";
import { jsonRules } from "./rules/json.ts";
import { manifestRules } from "./rules/manifest.ts";
import { packageRules } from "./rules/package.ts";
import { registryRules } from "./rules/registry.ts";
import { reviewRules } from "./rules/review.ts";
import { signedRules } from "./rules/signed.ts";
import { zipRules } from "./rules/zip.ts";

/** Every rule there is. A new family is one file in `rules/` and one line here. */
export const rules = {
  ...deltaRules,
  ...jsonRules,
  ...manifestRules,
  ...packageRules,
  ...registryRules,
  ...reviewRules,
  ...signedRules,
  ...zipRules,
};

export type RuleId = keyof typeof rules;
