import { type RuleFixtures, zipFixture } from "./fixture.ts";
import { zipRules } from "../../core/findings/rules/zip.ts";
import { zipEntryRules } from "../../core/findings/rules/zip-entries.ts";
import type { RuleId } from "../../core/findings/catalogue.ts";

const ids = [...Object.keys(zipRules), ...Object.keys(zipEntryRules)] as RuleId[];

/** Each has its archive among the hostile ones. */
export const zipFixtures: RuleFixtures = Object.fromEntries(ids.map((rule) => [rule, zipFixture(rule)]));
