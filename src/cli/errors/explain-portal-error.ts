import { CliError } from "./cli-error.ts";
import type { forgeErrorCodes } from "./forge-error-codes.ts";
import type { portalErrorCodes } from "./portal-error-codes.ts";
import type { PortalError, PortalErrorCode } from "../../node/portal/portal-error.ts";

type Code = keyof typeof portalErrorCodes | keyof typeof forgeErrorCodes;

const WORDS: Readonly<Record<PortalErrorCode, readonly [Code, fix: string]>> = {
  unreachable: ["portal-unreachable", "Check the connection and `--portal`, and run it again."],
  busy: ["portal-busy", "Run it again later."],
  token: ["token-refused", "Run `mosis login --portal URL`, or put another key into MOSIS_API_KEY."],
  denied: ["portal-denied", "Sign in as a member of the developer, or make an API key with the scope that is missing."],
  missing: ["portal-missing", "Check what you named, and `--portal`."],
  off: ["portal-off", "Ask those who run the portal, or go without it: `mosis login`."],
  refused: ["portal-refused", "Mend what it names, and run it again."],
};

/** What a portal did not do, as the command line tells it. Programs get the problem's name. */
export function portalCliError(error: PortalError): CliError {
  const { code: cause, message, problem, retryAfter } = error;
  const [code, fix] = WORDS[cause];
  const wait = cause === "busy" && retryAfter !== null ? `Run it again in ${retryAfter} s.` : fix;
  const name = problem?.name ?? "";
  return new CliError(code, message, wait, { cause: error, ...(name !== "" && { problem: name }) });
}
