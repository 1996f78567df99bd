import type { logout } from "./specs/account.ts";
import { forgetToken, readToken, TokenFileError } from "../../node/sign-in/token-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { namedPortal } from "../portal/choose-portal.ts";
import { portalLogout } from "../portal/portal-logout.ts";
import { chooseRegistry } from "../publish/choose-registry.ts";

export async function run(context: CommandContext<typeof logout>): Promise<CommandResult> {
  const { options, env, cwd, dryRun } = context;
  const portal = options["api-url"] === undefined ? await namedPortal(options, env) : null;
  try {
    if (portal !== null) return await portalLogout(portal, context);
    const { apiUrl } = await chooseRegistry({ ...options, registry: undefined }, { env, cwd });
    const stored = await readToken(env, apiUrl);
    if (stored !== null && !dryRun) await forgetToken(env, apiUrl);
    const verb = dryRun ? "Would forget" : "Forgot";
    return {
      exitCode: 0,
      json: { dry_run: dryRun, plan: { api_url: apiUrl, forget: stored?.login ?? null } },
      human:
        stored === null ? `Nobody is signed in to ${apiUrl}` : `${verb} the token of ${stored.login} for ${apiUrl}`,
    };
  } catch (error) {
    if (!(error instanceof TokenFileError)) throw error;
    throw new CliError("token-unreadable", error.message, "Remove the file.", { cause: error });
  }
}
