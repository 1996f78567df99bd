import { CliError } from "./cli-error.ts";
import type { forgeErrorCodes } from "./forge-error-codes.ts";
import type { ForgeError } from "../../node/forge-error.ts";

const WORDS: Readonly<Record<ForgeError["code"], readonly [keyof typeof forgeErrorCodes, fix: string]>> = {
  unreachable: [
    "forge-unreachable",
    "Check the connection and `--api-url`, and run it again: it goes on where it was.",
  ],
  denied: ["forge-denied", "Give the token the rights to fork and to open pull requests, or wait for a new allowance."],
  missing: ["forge-missing", "Check `--registry` and `--repository`."],
  stale: ["forge-refused", "Somebody else was quicker. Run it again."],
  conflict: ["forge-refused", "Run it again."],
  refused: ["forge-refused", "Run it again; it goes on where it was."],
};

/** What a forge did not do, as the command line tells it. */
export function forgeCliError(error: ForgeError): CliError {
  if (error.status === 401) {
    const fix = "Run `mosis login`, or put another token into GH_TOKEN.";
    return new CliError("token-refused", error.message, fix, { cause: error });
  }
  const [code, fix] = WORDS[error.code];
  return new CliError(code, error.message, fix, { cause: error });
}
