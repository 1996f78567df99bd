import type { status } from "./specs/status.ts";
import { repositoryName } from "../../core/publish/forge-address.ts";
import { pullStanding } from "../../core/publish/pull-standing.ts";
import { readPublishRecord } from "../../node/registry/submit/read-registry-file.ts";
import { type OwnPull, ownPulls } from "../../node/registry/submit/own-pulls.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { standingText } from "../render/standing-text.ts";
import { portalInPlace } from "../portal/choose-portal.ts";
import { portalStatus } from "../portal/portal-status.ts";
import { chooseRegistry } from "../publish/choose-registry.ts";
import { openForgeSession } from "../publish/forge-session.ts";
import { appArgument } from "../publish/submit-event.ts";
import type { Hold } from "../../core/registry/hold.ts";
import type { JsonObject } from "../../core/json/value.ts";

export async function run({ args, options, env, cwd }: CommandContext<typeof status>): Promise<CommandResult> {
  const app = args.app === undefined ? null : appArgument(args.app);
  const portal = await portalInPlace(options, env);
  if (portal !== null) return portalStatus(portal, app, env);
  const choice = await chooseRegistry(options, { env, cwd });
  const { client, login } = await openForgeSession(choice, env);
  const all = await ownPulls(client, choice.repository, login, "all");
  const held = (await readPublishRecord(client, choice.repository))?.held ?? [];
  const pulls = all
    .map((pull): SeenPull => ({ ...pull, hold: holdOf(pull, held) }))
    .filter(({ marker, state, hold }) => (app === null ? state === "open" || hold !== null : marker.subject === app));
  const registry = repositoryName(choice.repository);
  const none = app === null ? "Nothing of yours is on its way" : `There is no submission of yours for ${app}`;
  return {
    exitCode: 0,
    json: { registry, login, submissions: pulls.map(pullJson) },
    human:
      pulls.length === 0
        ? `${none} in ${registry}`
        : pulls.map((pull) => standingText({ ...pull, standing: pullStanding(pull) })).join("\n"),
  };
}

type SeenPull = OwnPull & { readonly hold: Hold | null };

/** The hold of the version that a pull request has brought. */
function holdOf({ state, marker }: OwnPull, held: readonly Hold[]): Hold | null {
  if (state !== "merged") return null;
  const { subject, version_code: code } = marker;
  return held.find((hold) => hold.app_id === subject && hold.version_code === code) ?? null;
}

function pullJson(pull: SeenPull): JsonObject {
  const { number, url, title, marker } = pull;
  const { state, appealed, next, advice, deadline } = pullStanding(pull);
  const { kind, subject, track, version_code: code } = marker;
  const about = { ...(track !== undefined && { track }), ...(code !== undefined && { version_code: code }) };
  return { number, url, title, kind, subject, ...about, state, appealed, next, advice, deadline };
}
