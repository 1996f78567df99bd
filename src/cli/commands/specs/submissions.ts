import type { OptionSpec } from "../../command.ts";

/** For who sends a submission by other means. */
export const outOption = {
  type: "string",
  valueName: "DIR",
  summary: "Send nothing: write signed files into DIR, such as a checkout of the registry",
} as const satisfies OptionSpec;

/** How long a command stays with what it submitted. */
export const waitOptions = {
  wait: { type: "boolean", summary: "Follow it until it has landed" },
  timeout: { type: "string", valueName: "MINUTES", summary: "Follow it no longer than that", default: "60" },
  "fail-on-pending": { type: "boolean", summary: "End with exit code 5 when it is still on its way then" },
} as const satisfies Readonly<Record<string, OptionSpec>>;
