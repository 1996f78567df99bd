import { defineRules } from "../rule.ts";

export const jsonRules = defineRules({
  "json/encoding": {
    severity: "error",
    title: "A JSON document is UTF-8 without a byte order mark",
    fix: "Save the file as UTF-8 without BOM.",
    since: "0.1.0",
  },
  "json/syntax": {
    severity: "error",
    title: "A JSON document follows RFC 8259",
    fix: "Mend the syntax at the place shown.",
    since: "0.1.0",
  },
  "json/duplicate-key": {
    severity: "error",
    title: "A key occurs once in an object",
    fix: "Remove one of the two keys.",
    since: "0.1.0",
  },
  "json/depth": {
    severity: "error",
    title: "Objects and arrays nest at most 32 deep",
    fix: "Flatten the document.",
    since: "0.1.0",
  },
  "json/too-large": {
    severity: "error",
    title: "A JSON document is at most 1 MiB",
    fix: "Shorten the document.",
    since: "0.1.0",
  },
  "json/not-canonical": {
    severity: "error",
    title: "Values fit Mosis canonical JSON: integers below 2^53, ASCII keys, strings without control characters",
    fix: "Write multi-line text as an array of lines and numbers as integers.",
    since: "0.1.0",
  },
});
