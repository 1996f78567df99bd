import { defineRules } from "../rule.ts";

const FALL_BACK = "Take the whole package instead, and tell the store: it serves a delta that it must not serve.";

export const deltaRules = defineRules({
  "delta/mark": {
    severity: "error",
    title: "A delta begins with the mark of its format",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/truncated": {
    severity: "error",
    title: "A delta holds everything it announces",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/trailing": {
    severity: "error",
    title: "Nothing follows the last stream of a delta",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/number": {
    severity: "error",
    title: "Numbers of a delta are below 2^31 and as short as they can be",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/order": {
    severity: "error",
    title: "A delta names signers, removed and new files once, in order, and by their place where they have one",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/base": {
    severity: "error",
    title: "A delta refers only to what the older version has",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/limit": {
    severity: "error",
    title: "A delta stays within its limits",
    fix: FALL_BACK,
    since: "0.1.0",
  },
  "delta/stream": {
    severity: "error",
    title: "A stream of a delta is one whole deflate stream that gives exactly the bytes that are not copied",
    fix: FALL_BACK,
    since: "0.1.0",
  },
});
