import { answerReader, type AnswerReader } from "./portal-answer.ts";
import type { PortalClient } from "./portal-client.ts";
import type { AppId } from "../../core/ids/ids.ts";
import { isJsonObject } from "../../core/json/value.ts";
import type { PullStanding } from "../../core/publish/pull-standing.ts";

/** Where something stands that was submitted through a portal. */
export interface SeenSubmission {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly kind: string;
  /** The app or developer it is about. */
  readonly subject: string;
  /** Null but for versions. */
  readonly versionCode: number | null;
  readonly standing: PullStanding;
  /** Names and titles of checks that failed. */
  readonly failed: readonly string[];
  /** Names of checks that have not ended. */
  readonly running: readonly string[];
}

/** @throws PortalError */
export async function readSubmission({ url, request }: PortalClient, number: number): Promise<SeenSubmission> {
  const { body } = await request({ method: "GET", path: `/submissions/${number}` });
  const own = answerReader(body, `${url} says of the submission`);
  const checks = own.list("checks").map((check) => {
    const [name, title] = [check.text("name"), check.text("title")];
    return { state: check.text("state"), name, line: title === "" ? name : `${name}: ${title}` };
  });
  return {
    number: own.number("number"),
    url: own.text("url"),
    title: own.text("title"),
    kind: own.text("kind"),
    subject: own.text("subject"),
    versionCode: own.numberOrNull("version_code"),
    standing: standingOf(own, isJsonObject(body) && body["appealed"] === true),
    failed: checks.filter(({ state }) => state === "failed").map(({ line }) => line),
    running: checks.filter(({ state }) => state === "running").map(({ name }) => name),
  };
}

const NEXT = ["developer", "reviewer", "machine", "nobody"] as const;

function standingOf(own: AnswerReader, appealed: boolean): PullStanding {
  const said = own.text("next");
  const next = NEXT.find((each) => each === said) ?? "machine";
  return { state: own.text("state"), appealed, next, advice: own.text("advice"), deadline: null };
}

/**
 * Numbers of the submissions that are on their way, or of all that an app has had, newest first.
 *
 * @throws PortalError
 */
export async function submissionNumbers({ url, request }: PortalClient, app: AppId | null): Promise<readonly number[]> {
  const { body } = await request({ method: "GET", path: app === null ? "/apps" : `/apps/${app}/versions` });
  const listed = answerReader(body, `${url} says of your apps`).list(app === null ? "apps" : "versions");
  const numbers = listed.map((each) => each.numberOrNull("submission")).filter((number) => number !== null);
  return [...new Set(numbers)].sort((a, b) => b - a);
}
