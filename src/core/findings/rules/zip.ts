import { defineRules } from "../rule.ts";

export const zipRules = defineRules({});
