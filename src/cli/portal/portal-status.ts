import type { PortalChoice } from "./choose-portal.ts";
import { openPortalSession } from "./portal-session.ts";
import type { AppId } from "../../core/ids/ids.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { readSubmission, type SeenSubmission, submissionNumbers } from "../../node/portal/portal-submissions.ts";
import type { CommandResult, Environment } from "../command.ts";
import { standingText } from "../render/standing-text.ts";

/** Says where submissions stand that go through a portal: those on their way, or all of an app. */
export async function portalStatus(portal: PortalChoice, app: AppId | null, env: Environment): Promise<CommandResult> {
  const { client } = await openPortalSession(portal, env);
  const numbers = await submissionNumbers(client, app);
  const submissions: SeenSubmission[] = [];
  for (const number of numbers) submissions.push(await readSubmission(client, number));
  const none = app === null ? "Nothing of yours is on its way" : `There is no submission of yours for ${app}`;
  return {
    exitCode: 0,
    json: { portal: portal.url, submissions: submissions.map(submissionJson) },
    human: submissions.length === 0 ? `${none} in ${portal.url}` : submissions.map(standingText).join("\n"),
  };
}

/** As `mosis status` has it of pull requests. */
function submissionJson({ number, url, title, kind, subject, versionCode, standing }: SeenSubmission): JsonObject {
  const { state, appealed, next, advice, deadline } = standing;
  const about = { kind, subject, ...(versionCode !== null && { version_code: versionCode }) };
  return { number, url, title, ...about, state, appealed, next, advice, deadline };
}
