import { findToken, type FoundToken, JobTokenError } from "../../node/sign-in/find-token.ts";
import { TokenFileError } from "../../node/sign-in/token-store.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** The token to show to a forge, or null. Errors are those of the command line. */
export async function tokenOrNull(env: Environment, apiUrl: string): Promise<FoundToken | null> {
  try {
    return await findToken(env, apiUrl);
  } catch (error) {
    if (error instanceof JobTokenError) {
      const fix =
        "What it does starts no workflow, and it may not fork. Put a fine-grained token of yours into a secret and hand it over as GH_TOKEN; sign with a key for CI.";
      throw new CliError("job-token", error.message, fix, { cause: error });
    }
    if (error instanceof TokenFileError) {
      throw new CliError("token-unreadable", error.message, "Remove the file and run `mosis login`.", { cause: error });
    }
    throw error;
  }
}

/** As {@link tokenOrNull}, for what cannot be done by strangers. */
export async function requireToken(env: Environment, apiUrl: string): Promise<FoundToken> {
  const found = await tokenOrNull(env, apiUrl);
  if (found !== null) return found;
  throw new CliError(
    "signed-out",
    `Nobody is signed in to ${apiUrl}.`,
    "Run `mosis login`, or set GH_TOKEN to a token of yours.",
  );
}
