import { defineRules } from "../rule.ts";

export const signedRules = defineRules({
  "signed/envelope": {
    severity: "error",
    title: "A signed document is an object of sorted signatures and a typed body",
    fix: "Write the document with `mosis`, not by hand.",
    since: "0.1.0",
  },
  "signed/not-at-rest": {
    severity: "error",
    title: "Files a device verifies are canonical byte for byte",
    fix: "Write the file with `mosis`; editors and formatters change its bytes.",
    since: "0.1.0",
  },
});
