import type { whoami } from "./specs/account.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import type { TokenSource } from "../../node/sign-in/find-token.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { portalInPlace } from "../portal/choose-portal.ts";
import { portalWhoami } from "../portal/portal-whoami.ts";
import { chooseRegistry } from "../publish/choose-registry.ts";
import { openForgeSession } from "../publish/forge-session.ts";

const SOURCES: Readonly<Record<TokenSource, string>> = {
  GH_TOKEN: "the variable GH_TOKEN",
  GITHUB_TOKEN: "the variable GITHUB_TOKEN",
  login: "`mosis login`",
  gh: "`gh auth token`",
};

export async function run({ options, env, cwd }: CommandContext<typeof whoami>): Promise<CommandResult> {
  const portal = await portalInPlace(options, env);
  if (portal !== null) return portalWhoami(portal, env);
  const choice = await chooseRegistry(options, { env, cwd });
  const { login, githubId, source } = await openForgeSession(choice, env);
  const developer = choice.remembered.developers[choice.key] ?? null;
  const registry = repositoryName(choice.repository);
  const known = developer === null ? "" : `\n  developer  ${developer}`;
  return {
    exitCode: 0,
    json: {
      login,
      github_id: githubId,
      token_from: source,
      api_url: choice.apiUrl,
      registry,
      registry_from: choice.namedBy?.replaceAll("`", "") ?? null,
      developer,
    },
    human: [
      `${login} (${githubId}) on ${choice.apiUrl}`,
      `  token      from ${SOURCES[source]}`,
      `  registry   ${registry}${choice.namedBy === null ? "" : `, from ${choice.namedBy}`}${known}`,
    ].join("\n"),
  };
}
