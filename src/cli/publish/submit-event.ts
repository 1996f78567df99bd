import { applyPlan } from "./apply-plan.ts";
import { checkFiles } from "./check-files.ts";
import { chooseRegistry, type RegistryOptions } from "./choose-registry.ts";
import { chooseSigner } from "./choose-signer.ts";
import { requireMember, unregistered } from "./developer-of.ts";
import { openForgeSession } from "./forge-session.ts";
import { registryReader } from "./read-standing.ts";
import { planOrRefuse } from "./plan-or-refuse.ts";
import { submissionResult } from "./submission-result.ts";
import { echo } from "../../core/findings/finding.ts";
import { type AppId, parseAppId, parseVersionCode } from "../../core/ids/ids.ts";
import { type Act, nextEvent } from "../../core/publish/compose-event.ts";
import { composeFile } from "../../core/registry/compose.ts";
import { ownerKeys } from "../../core/registry/owner-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { ownPulls } from "../../node/registry/submit/own-pulls.ts";
import { forgeSource } from "../../node/registry/submit/registry-source.ts";
import type { CommandResult, Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What the commands about published versions have in common. */
export interface EventContext {
  readonly args: { readonly app: string; readonly version_code: string };
  readonly options: RegistryOptions & {
    readonly key: string | undefined;
    readonly "passphrase-file": string | undefined;
  };
  readonly cwd: string;
  readonly env: Environment;
  readonly terminal: Terminal;
  readonly dryRun: boolean;
}

/**
 * Opens the pull request with the next event of an app.
 *
 * @param title what the event does, such as "Withdraw"
 */
export async function submitEvent(
  { args, options, cwd, env, terminal, dryRun }: EventContext,
  title: string,
  act: Omit<Act, "versionCode">,
): Promise<CommandResult> {
  const app = appArgument(args.app);
  const versionCode = parseVersionCode(/^\d+$/.test(args.version_code) ? Number(args.version_code) : null);
  if (versionCode === null) throw new CliError("bad-argument", `${echo(args.version_code)} is no version code.`);
  const { sha256 } = nodeCrypto;
  const choice = await chooseRegistry(options, { env, cwd });
  const session = await openForgeSession(choice, env);
  const reader = registryReader(forgeSource(session.client, choice.repository));
  const body = await reader.app(app);
  if (body === null) throw new CliError("app-unknown", `The registry has no app ${app}.`, "Check its id.");
  const developer = await reader.developer(body.owner);
  if (developer === null) throw unregistered(body.owner, choice);
  requireMember(developer, session);
  const version = await reader.version(app, versionCode);
  if (version === null) {
    throw new CliError("version-unknown", `The registry has no version ${versionCode} of ${app}.`, "Check its code.");
  }
  const event = nextEvent(body, await reader.lastEvent(app), { ...act, versionCode }, sha256);
  const what = `${app} ${version.version} (${versionCode})`;
  if (event === null) {
    const lines = [`The last event of ${app} says the same already`];
    return submissionResult({ plan: null, pull: null, lines, dryRun }, null);
  }
  const able = new Set(ownerKeys(developer, "event", app, sha256).map(({ keyid }) => keyid));
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  const stored = await listKeys(keysFolder(env));
  const signer = await chooseSigner(options.key, stored, { able, developer, what: `an event of ${app}` }, sources);
  const files = [composeFile({ kind: "event", app, n: event.n }, event, [signer], sha256)];
  checkFiles(files);
  const draft = {
    kind: "event",
    subject: app,
    title: `${title} ${what}`,
    summary: [
      `Event ${event.n} of \`${app}\`: ${event.action} ${versionCode}.`,
      ...(act.reason === undefined ? [] : [quoted(act.reason)]),
    ],
    files,
  } as const;
  const open = await ownPulls(session.client, choice.repository, session.login, "open");
  const plan = planOrRefuse(draft, open);
  const pull = dryRun ? null : await applyPlan(plan, [], session, choice, terminal);
  return submissionResult(
    { plan, pull, lines: [`${event.action} ${what}`, `signed with key ${signer.key.keyid}`], dryRun },
    null,
  );
}

/** As a quotation, in which nothing is a command to the registry's machine. */
function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

export function appArgument(text: string): AppId {
  const app = parseAppId(text);
  if (app !== null) return app;
  throw new CliError("bad-argument", `${echo(text)} is not the id of an app.`, "Give an id such as com.example.notes.");
}
