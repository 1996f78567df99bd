import { CliError } from "./cli-error.ts";
import type { forgeErrorCodes } from "./forge-error-codes.ts";
import type { portalErrorCodes } from "./portal-error-codes.ts";
import type { publishErrorCodes } from "./publish-error-codes.ts";
import type { PortalError, PortalErrorCode } from "../../node/portal/portal-error.ts";

type Code = keyof typeof portalErrorCodes | keyof typeof forgeErrorCodes | keyof typeof publishErrorCodes;

const WORDS: Readonly<Record<PortalErrorCode, readonly [Code, fix: string]>> = {
  unreachable: ["portal-unreachable", "Check the connection and `--portal`, and run it again."],
  busy: ["portal-busy", "Run it again later."],
  token: ["token-refused", "Run `mosis login --portal URL`, or put another key into MOSIS_API_KEY."],
  denied: ["portal-denied", "Sign in as a member of the developer, or make an API key with the scope that is missing."],
  missing: ["portal-missing", "Check what you named, and `--portal`."],
  off: ["portal-off", "Ask those who run the portal, or go without it: `mosis login`."],
  refused: ["portal-refused", "Mend what it names, and run it again."],
};

/** Problems that have a code of their own here, by their name. */
const NAMED: Readonly<Record<string, readonly [Code, fix: string]>> = {
  "document-refused": ["submission-refused", "Mend what it names, and run it again."],
  "package-refused": ["submission-refused", "See `mosis validate` and `mosis verify`, and run it again."],
  "not-a-member": [
    "not-a-member",
    "Run `mosis keys register` where an account key of the developer is, or let an owner invite you.",
  ],
  "app-exists": ["app-other-owner", "Choose another id for your app."],
  "version-exists": ["version-taken", "Raise `version_code` in the manifest; versions never change."],
  "submission-open": ["submission-pending", "See `mosis status`, and run it again after that has landed."],
};

/** What a portal did not do, as the command line tells it. Programs get the problem's name. */
export function portalCliError(error: PortalError): CliError {
  const { code: cause, message, problem, retryAfter } = error;
  const [code, fix] = NAMED[problem?.name ?? ""] ?? WORDS[cause];
  const wait = cause === "busy" && retryAfter !== null ? `Run it again in ${retryAfter} s.` : fix;
  const name = problem?.name ?? "";
  return new CliError(code, message, wait, { cause: error, ...(name !== "" && { problem: name }) });
}
