import { portalAccount } from "./portal-account.ts";
import { requirePortal } from "./choose-portal.ts";
import { portalClient } from "../../node/portal/portal-client.ts";
import { portalSignIn } from "../../node/portal/portal-sign-in.ts";
import { rememberPortal } from "../../node/registry-choice.ts";
import { SignInError } from "../../node/sign-in/device-sign-in.ts";
import { storePortalToken, tokenFile } from "../../node/sign-in/token-store.ts";
import type { CommandResult, Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Variables that go before what a sign-in to a portal keeps, each with what it does then. */
const BEFORE = {
  MOSIS_API_KEY: "is shown in place of this sign-in",
  GH_TOKEN: "is set, so that commands go to the forge; name the portal with `--portal` or in MOSIS_PORTAL",
  GITHUB_TOKEN: "is set, so that commands go to the forge; name the portal with `--portal` or in MOSIS_PORTAL",
} as const;

/** Signs somebody in to a portal, and remembers it for the commands to come. */
export async function portalLogin(
  portal: string,
  { env, terminal }: { readonly env: Environment; readonly terminal: Terminal },
): Promise<CommandResult> {
  const { url } = await requirePortal({ portal }, env);
  const token = await portalSignIn(portalClient(url, null), ({ url: page, code }) => {
    terminal.say(`Open ${page} and enter the code ${code}`);
  }).catch((error: unknown) => {
    if (!(error instanceof SignInError)) throw error;
    throw new CliError("sign-in-failed", error.message, FIXES[error.code], { cause: error });
  });
  const { id, account, developers } = await portalAccount(portalClient(url, token));
  await storePortalToken(env, url, { token, account });
  await rememberPortal(env, url);
  for (const [name, effect] of Object.entries(BEFORE))
    if ((env[name] ?? "") !== "") terminal.warn(`${name} ${effect}.`);
  return {
    exitCode: 0,
    json: { portal: url, account, user_id: id, developers, file: tokenFile(env) },
    human: `Signed in to ${url} as ${account}`,
  };
}

const FIXES: Readonly<Record<SignInError["code"], string>> = {
  denied: "Run `mosis login --portal URL` again and confirm.",
  expired: "Run `mosis login --portal URL` again and enter the code in time.",
  "unknown-client": "Make an API key in the portal and set MOSIS_API_KEY.",
};
