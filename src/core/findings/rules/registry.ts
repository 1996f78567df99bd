import { defineRules } from "../rule.ts";

export const registryRules = defineRules({
  "registry/unknown-path": {
    severity: "error",
    title: "A registry holds only paths of its layout",
    fix: "Remove the file; `mosis publish` writes files where they belong.",
    since: "0.1.0",
  },
  "registry/schema": {
    severity: "error",
    title: "A registry document follows its schema",
    fix: "Write the document with `mosis`.",
    since: "0.1.0",
  },
  "registry/path-binding": {
    severity: "error",
    title: "A document names the ids its path is made of",
    fix: "Put the document where it belongs.",
    since: "0.1.0",
  },
  "registry/missing": {
    severity: "error",
    title: "A registry has its configuration",
    fix: "Add the file.",
    since: "0.1.0",
  },
  "registry/dangling": {
    severity: "error",
    title: "What a document refers to exists",
    fix: "Submit the document it refers to first.",
    since: "0.1.0",
  },
  "registry/other-registry": {
    severity: "error",
    title: "A signed document is for this registry",
    fix: "Sign the document for this registry; one signed for another cannot be used here.",
    since: "0.1.0",
  },
  "registry/chain": {
    severity: "error",
    title: "Numbered documents follow each other without a gap",
    fix: "Fetch the current state of the registry and sign again.",
    since: "0.1.0",
  },
});
