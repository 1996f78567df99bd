import { defineRules } from "../rule.ts";

export const signedRules = defineRules("package", {
  "signed/envelope": {
    severity: "error",
    title: "A signed document is an object of sorted signatures and a typed body",
    fix: "Write the document with `mosis`, not by hand.",
    why: "One form, so that no verifier can be made to look at another part than the reader.",
    wrong: "signatures in no order, or twice by one key",
    right: "what `mosis` writes",
    since: "0.1.0",
  },
  "signed/not-at-rest": {
    severity: "error",
    title: "Files a device verifies are canonical byte for byte",
    fix: "Write the file with `mosis`; editors and formatters change its bytes.",
    why: "A device verifies the bytes as they are, without a parser in between.",
    wrong: "a pretty-printed `signature.sig`",
    right: "the one `mosis sign` wrote",
    since: "0.1.0",
  },
});
