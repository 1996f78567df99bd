import { deltaRules } from "./rules/delta.ts";
import { codeRules } from "./rules/code.ts";
import { domainRules } from "./rules/domain.ts";
import { jsonRules } from "./rules/json.ts";
import { manifestRules } from "./rules/manifest.ts";
import { nameRules } from "./rules/names.ts";
import { ownerRules } from "./rules/owner.ts";
import { packageRules } from "./rules/package.ts";
import { registryRules } from "./rules/registry.ts";
import { riskRules } from "./rules/risk.ts";
import { rmluiRules } from "./rules/rmlui.ts";
import { signedRules } from "./rules/signed.ts";
import { submissionRules } from "./rules/submission.ts";
import { textRules } from "./rules/text.ts";
import { zipRules } from "./rules/zip.ts";
import { zipEntryRules } from "./rules/zip-entries.ts";

/** Every rule there is. A new family is one file in `rules/` and one line here. */
export const rules = {
  ...deltaRules,
  ...codeRules,
  ...domainRules,
  ...jsonRules,
  ...manifestRules,
  ...nameRules,
  ...ownerRules,
  ...packageRules,
  ...registryRules,
  ...riskRules,
  ...rmluiRules,
  ...signedRules,
  ...submissionRules,
  ...textRules,
  ...zipRules,
  ...zipEntryRules,
};

export type RuleId = keyof typeof rules;
