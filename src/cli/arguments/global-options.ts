import type { OptionSpec } from "../command.ts";

/** Options of every command. */
export const globalOptions = {
  json: { type: "boolean", summary: "Print one JSON document on stdout and ask nothing" },
  cwd: { type: "string", valueName: "DIR", summary: "Run as if started in DIR" },
  help: { type: "boolean", short: "h", summary: "Explain the command" },
  version: { type: "boolean", summary: "Print the version of mosis" },
} as const satisfies Record<string, OptionSpec>;

/** The option of every command that changes something. */
export const dryRunOption = {
  "dry-run": { type: "boolean", summary: "Print the plan and change nothing" },
} as const satisfies Record<string, OptionSpec>;
