import type { login } from "./specs/account.ts";
import { echo } from "../../core/findings/finding.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import { forgeClient } from "../../node/forge-client.ts";
import { forgeSource } from "../../node/registry/submit/registry-source.ts";
import { rememberRegistry } from "../../node/registry-choice.ts";
import { deviceSignIn, SignInError } from "../../node/sign-in/device-sign-in.ts";
import { storeToken, tokenFile } from "../../node/sign-in/token-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { chooseRegistry, type RegistryChoice } from "../publish/choose-registry.ts";
import { portalLogin } from "../portal/portal-login.ts";
import { accountOf } from "../publish/forge-session.ts";
import { registryConfig } from "../publish/registry-config.ts";

export async function run({ options, env, cwd, terminal }: CommandContext<typeof login>): Promise<CommandResult> {
  if (options.portal !== undefined) return portalLogin(options.portal, { env, terminal });
  const choice = await chooseRegistry(options, { env, cwd });
  const stranger = await forgeClient(choice.apiUrl, null);
  const clientId =
    options["client-id"] ?? (await registryConfig(forgeSource(stranger, choice.repository), choice)).github_client_id;
  if (clientId === undefined) throw noClientId(choice);
  if (!/^[\w.-]{1,100}$/.test(clientId)) {
    throw new CliError("bad-option", `\`--client-id\` is ${echo(clientId)}, which is no id of an OAuth app.`);
  }
  const token = await deviceSignIn(stranger, clientId, ({ url, code }) => {
    terminal.say(`Open ${url} and enter the code ${code}`);
  }).catch((error: unknown) => {
    if (!(error instanceof SignInError)) throw error;
    throw new CliError("sign-in-failed", error.message, FIXES[error.code], { cause: error });
  });
  const account = await accountOf(await forgeClient(choice.apiUrl, token));
  await storeToken(env, choice.apiUrl, { token, ...account });
  const registry = repositoryName(choice.repository);
  await rememberRegistry(env, registry, choice.apiUrl);
  const variable = (["GH_TOKEN", "GITHUB_TOKEN"] as const).find((name) => (env[name] ?? "") !== "");
  if (variable !== undefined) terminal.warn(`${variable} is set and goes before this sign-in.`);
  const { login: name, githubId } = account;
  return {
    exitCode: 0,
    json: { login: name, github_id: githubId, api_url: choice.apiUrl, registry, file: tokenFile(env) },
    human: `Signed in to ${choice.apiUrl} as ${name} (${githubId}), for the registry ${registry}`,
  };
}

const FIXES: Readonly<Record<SignInError["code"], string>> = {
  denied: "Run `mosis login` again and confirm.",
  expired: "Run `mosis login` again and enter the code within a quarter of an hour.",
  "unknown-client": "Check `--client-id`, or set GH_TOKEN to a token of yours.",
};

function noClientId({ repository }: RegistryChoice): CliError {
  return new CliError(
    "client-id-missing",
    `The registry ${repositoryName(repository)} names no OAuth app to sign in with.`,
    "Set GH_TOKEN to a token of yours, sign in with `gh auth login`, or give `--client-id ID`.",
  );
}
