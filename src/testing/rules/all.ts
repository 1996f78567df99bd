import { codeFixtures, textFixtures } from "./code-and-text.ts";
import { deltaFixtures } from "./delta.ts";
import { domainFixtures } from "./domain.ts";
import type { RuleFixtures } from "./fixture.ts";
import { ownerFixtures, riskFixtures } from "./owner.ts";
import { jsonFixtures, manifestFixtures, packageFixtures } from "./package.ts";
import { recoveryFixtures } from "./recovery.ts";
import { registryFixtures } from "./registry.ts";
import { rmluiFixtures } from "./rmlui.ts";
import { signedFixtures } from "./signed.ts";
import { submissionFixtures } from "./submission.ts";
import { zipFixtures } from "./zip.ts";

/** A fixture for every rule of the catalogue. */
export const ruleFixtures: RuleFixtures = {
  ...codeFixtures,
  ...deltaFixtures,
  ...domainFixtures,
  ...jsonFixtures,
  ...manifestFixtures,
  ...ownerFixtures,
  ...packageFixtures,
  ...recoveryFixtures,
  ...registryFixtures,
  ...riskFixtures,
  ...rmluiFixtures,
  ...signedFixtures,
  ...submissionFixtures,
  ...textFixtures,
  ...zipFixtures,
};
