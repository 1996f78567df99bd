import { defineRules } from "../rule.ts";

export const nameRules = defineRules("submission", {
  "name/similar": {
    severity: "review",
    title: "A name that can be taken for another one is looked at by a person",
    fix: "Choose a name of its own, or wait for a reviewer.",
    why: "Impostors live on names that people misread: `rn` for `m`, `0` for `o`, a letter too many, segments in another order.",
    wrong: "`com.exarnple.notes` beside `com.example.notes` of somebody else",
    right: "`org.ada.notes`",
    since: "0.1.0",
  },
  "name/akin": {
    severity: "warn",
    title: "A name is not nearly another one",
    fix: "Consider a name that people will not mix up.",
    why: "People who search for one would find the other.",
    wrong: "`Weathering` beside `Weathers`",
    right: "`Cloud Watch`",
    since: "0.1.0",
  },
});
