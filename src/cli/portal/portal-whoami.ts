import type { PortalChoice } from "./choose-portal.ts";
import { portalAccount } from "./portal-account.ts";
import { openPortalSession, type PortalTokenSource } from "./portal-session.ts";
import type { CommandResult, Environment } from "../command.ts";

const SOURCES: Readonly<Record<PortalTokenSource, string>> = {
  MOSIS_API_KEY: "the variable MOSIS_API_KEY",
  login: "`mosis login --portal`",
};

/** Says who somebody is to a portal, and what the token is good for. */
export async function portalWhoami(choice: PortalChoice, env: Environment): Promise<CommandResult> {
  const { client, source } = await openPortalSession(choice, env);
  const { id, account, scopes, developers } = await portalAccount(client);
  const known = developers.map((developer) => `  developer  ${developer.id} (${developer.role})`);
  return {
    exitCode: 0,
    json: {
      account,
      user_id: id,
      token_from: source,
      portal: choice.url,
      portal_from: choice.namedBy.replaceAll("`", ""),
      scopes,
      developers,
    },
    human: [
      `${account} on ${choice.url}, from ${choice.namedBy}`,
      `  token      from ${SOURCES[source]}`,
      ...(scopes.length === 0 ? [] : [`  scopes     ${scopes.join(", ")}`]),
      ...known,
    ].join("\n"),
  };
}
