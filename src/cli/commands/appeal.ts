import type { appeal } from "./specs/status.ts";
import { echo } from "../../core/findings/finding.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import { pullStanding } from "../../core/publish/pull-standing.ts";
import { asForgeError } from "../../node/forge-error.ts";
import { type OwnPull, ownPulls } from "../../node/registry/submit/own-pulls.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { chooseRegistry } from "../publish/choose-registry.ts";
import { openForgeSession } from "../publish/forge-session.ts";
import { appArgument } from "../publish/submit-event.ts";

export async function run({ args, options, env, cwd, dryRun }: CommandContext<typeof appeal>): Promise<CommandResult> {
  const app = appArgument(args.app);
  const reason = args.reason
    .join(" ")
    .trim()
    .replaceAll(/\s*\n\s*/g, " ");
  if (reason === "")
    throw new CliError("bad-argument", "An appeal needs a reason.", "Write why the rejection is wrong.");
  const wanted = pullOption(options.pull);
  const choice = await chooseRegistry(options, { env, cwd });
  const { client, login } = await openForgeSession(choice, env);
  const all = await ownPulls(client, choice.repository, login, "open");
  const own = all.filter(({ marker, number }) => marker.subject === app && (wanted === null || number === wanted));
  const pull = own.find((each) => pullStanding(each).state === "rejected");
  if (pull === undefined) throw nothingRejected(app, own, repositoryName(choice.repository));
  if (pullStanding(pull).appealed) {
    throw new CliError(
      "appeal-pending",
      `#${pull.number} is appealed already.`,
      "Another reviewer decides; see `mosis status`.",
    );
  }
  const body = `/appeal ${reason}`;
  if (!dryRun) {
    const comment = { ...choice.repository, issue_number: pull.number, body };
    await asForgeError(() => client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", comment));
  }
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: { pull: pull.number, url: pull.url, comment: body } },
    human: `${dryRun ? "Would appeal" : "Appealed"} on #${pull.number}: ${pull.url}\n  Another reviewer decides.`,
  };
}

function pullOption(given: string | undefined): number | null {
  if (given === undefined) return null;
  if (/^#?[1-9]\d{0,8}$/.test(given)) return Number(given.replace("#", ""));
  throw new CliError("bad-option", `\`--pull\` is ${echo(given)}, not the number of a pull request.`);
}

function nothingRejected(app: string, own: readonly OwnPull[], registry: string): CliError {
  const [open] = own;
  const message =
    open === undefined
      ? `You have no open pull request for ${app} in ${registry}.`
      : `#${open.number} is ${pullStanding(open).state.replace("_", " ")}, not rejected.`;
  return new CliError(
    "appeal-impossible",
    message,
    "Only a rejection can be appealed, as long as its pull request is open.",
  );
}
