import type { PortalChoice } from "./choose-portal.ts";
import { rememberPortal } from "../../node/registry-choice.ts";
import { forgetToken, readPortalToken } from "../../node/sign-in/token-store.ts";
import type { CommandResult, Environment } from "../command.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Forgets a sign-in to a portal, and lets the commands to come go to a forge again. */
export async function portalLogout(
  { url }: PortalChoice,
  { env, terminal, dryRun }: { readonly env: Environment; readonly terminal: Terminal; readonly dryRun: boolean },
): Promise<CommandResult> {
  const stored = await readPortalToken(env, url);
  if (!dryRun) {
    if (stored !== null) await forgetToken(env, url);
    await rememberPortal(env, null);
  }
  if ((env["MOSIS_API_KEY"] ?? "") !== "") terminal.warn("MOSIS_API_KEY is set, and still shown to the portal.");
  const verb = dryRun ? "Would forget" : "Forgot";
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { portal: url, forget: stored?.account ?? null } },
    human: stored === null ? `Nobody is signed in to ${url}` : `${verb} the token of ${stored.account} for ${url}`,
  };
}
