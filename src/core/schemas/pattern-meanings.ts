import { idPatterns } from "../ids/ids.ts";
import { semverPattern } from "../ids/semver.ts";
import { ulidPattern } from "../telemetry/ulid.ts";

/** What each pattern of the schemas asks for, in words: a regular expression helps nobody. A test finds those without. */
export const patternMeanings: Readonly<Record<string, string>> = {
  [idPatterns.appId]: "a reverse-DNS id such as com.example.notes",
  [idPatterns.developerId]: "lower-case letters, digits and single hyphens, such as ada-apps",
  [idPatterns.sha256]: "64 lower-case hex digits",
  [idPatterns.locale]: "a language tag such as en or pt-BR",
  [semverPattern]: "a version of SemVer such as 1.0.0",
  "^1\\.[0-9]+\\.[0-9]+$": "a version of the specification from 1.0.0 to below 2.0.0",
  "^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$": "an https address such as https://example.com/notes",
  "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[!-~]+$": "the address of a file such as https://example.com/notes-1.mosis",
  "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/([!-~]*/)?$":
    "an address with a final slash such as https://store.example.com/",
  "^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$": "an e-mail address such as ada@example.com",
  "\\.rml$": "a path that ends in .rml",
  "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$":
    "a path such as assets/main.rml: segments of A-Z a-z 0-9 . _ - joined by /, none of which starts with a dot",
  "^(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$":
    "a host such as api.example.com, without scheme, port or path",
  "^(\\*\\.)?[a-z0-9.-]+(:[0-9]{1,5})?$": "a host such as example.com or *.example.com:8443",
  "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$": "the id of a permission such as storage",
  "^[a-z][a-z0-9_]*(\\.[a-z0-9][a-z0-9_]*)*$": "a key such as notes.title",
  "^[a-z][a-z0-9-]*$": "an id of lower-case letters, digits and hyphens such as productivity",
  "^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words with hyphens between them, such as to-do",
  "^[a-z][a-z0-9.-]*$": "the beginning of an id such as com.example",
  "^[A-Za-z0-9.+() -]+$": "an SPDX licence expression such as MIT",
  "^[0-9a-f]{40}$": "a commit: 40 lower-case hex digits",
  "^[0-9a-f]{40}([0-9a-f]{24})?$": "a commit: 40 or 64 lower-case hex digits",
  "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": "a day such as 2026-12-31",
  "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$":
    "a time in UTC such as 2026-11-01T10:00:00Z",
  [ulidPattern]: "a ULID such as 01KB1C0V3XJ8Q4Y2ZP6M7N9RST",
  "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$":
    "a time in UTC with milliseconds such as 2026-11-26T10:00:00.000Z",
  "^[0-9a-f]{16}$": "16 lower-case hex digits",
  "^[a-z]{2,3}$": "a language such as en",
  "^(0|[1-9][0-9]?|10[0-9]|110)$": "the number of a bucket, 0 to 110",
  "^[A-Za-z0-9_][A-Za-z0-9_./-]*$": "a name such as history: letters, digits and _ . / - only",
  "^[A-Za-z0-9_.-]+$": "the client id of an OAuth app such as Iv1.8a61f9b3a7aba766",
};
