import { addDays } from "./days.ts";
import { machineMarker, markedComments } from "./machine-marker.ts";
import type { PullComment } from "./pull-facts.ts";
import type { ReviewPolicy } from "./standing.ts";
import type { SubmissionState } from "../../registry/submission-states.ts";
import { plainMarkdown } from "../reports/plain-markdown.ts";
import { parseAppId, parseVersionCode } from "../../ids/ids.ts";
import type { VersionBody } from "../../registry/documents.ts";
import type { Hold } from "../../registry/hold.ts";

/** What became of a version that was held. */
export type HoldEnd = "published" | "withdrawn" | "gone";

/** Where a landed version stands that is held, or was when it was spoken of last. */
export type HoldStanding =
  | { readonly state: "held"; readonly hold: Hold; readonly version: VersionBody }
  | { readonly state: HoldEnd; readonly hold: ToldHold };

/** A hold as the machine's own comment names it. */
export type ToldHold = Pick<Hold, "app_id" | "version_code" | "since">;

/** Part of the time that is left when its developer is reminded. */
const REMINDER_PART = 1 / 4;

/** The label that tells where it stands; `gone` is what was taken back meanwhile, whose submission was published all the same. */
export function holdLabel({ state }: Pick<HoldStanding, "state">): SubmissionState {
  return state === "gone" ? "published" : state;
}

/**
 * What is to be said on the pull request that brought a version, each as a comment: that it is held, that its time is nearly over, and
 * how it ended. Said once, it is not said again.
 */
export function holdNotices(
  standing: HoldStanding,
  comments: readonly PullComment[],
  policy: Pick<ReviewPolicy, "bots">,
  now: Date,
): readonly string[] {
  const said = new Set(markedComments(comments, "hold", policy).map(({ value }) => value));
  const notices = standing.state === "held" ? heldNotices(standing, now) : [endNotice(standing.state)];
  return notices.flatMap(({ name, text }) => {
    const marker = markerOf(name, standing.hold);
    return said.has(marker) ? [] : [`${text}\n\n${machineMarker("hold", marker)}`];
  });
}

/** The last hold that was told on a pull request; null where none was. */
export function toldHold(comments: readonly PullComment[], policy: Pick<ReviewPolicy, "bots">): ToldHold | null {
  for (const { value } of markedComments(comments, "hold", policy).toReversed()) {
    const [name, id = "", code, since = ""] = value.split(" ");
    const app_id = parseAppId(id.replaceAll("_", "-"));
    const version_code = parseVersionCode(Number(code));
    if (name === "held" && app_id !== null && version_code !== null) return { app_id, version_code, since };
  }
  return null;
}

/** Ids may have two hyphens in a row, which a comment in HTML may not, and have no underscore. */
function markerOf(name: Notice["name"], { app_id: app, version_code: code, since }: ToldHold): string {
  return `${name} ${app.replaceAll("-", "_")} ${code} ${since}`;
}

interface Notice {
  readonly name: "held" | "reminded" | HoldEnd;
  readonly text: string;
}

function heldNotices(
  { hold, version }: Extract<HoldStanding, { readonly state: "held" }>,
  now: Date,
): readonly Notice[] {
  const { until, since, reason } = hold;
  if (until === null) return [{ name: "held", text: tooLarge }];
  const days = (Date.parse(until) - Date.parse(since)) / 86_400_000;
  const text = [
    `**Held.** Next: **its developer, by ${day(until)}**.`,
    "",
    `${plainMarkdown(version.app_id)} ${plainMarkdown(version.version)} (${version.version_code}) has landed, but its package cannot be had, so it is not published. Everything else is.`,
    "",
    `${plainMarkdown(version.package.url)}: ${plainMarkdown(hold.detail)}`,
    "",
    "Put the same file back at this address, and the version goes out by itself with the next publication, within hours. Or publish a new version. " +
      `Otherwise it is withdrawn for good on ${day(until)}.`,
  ].join("\n");
  const held: Notice = { name: "held", text };
  if (reason !== "bytes-missing" || now < addDays(new Date(until), -days * REMINDER_PART)) return [held];
  return [held, { name: "reminded", text: `It is withdrawn on ${day(until)} unless its package is back by then.` }];
}

const tooLarge = [
  "**Held.** Next: **its developer**.",
  "",
  "It has landed, but the document that devices get of this app is larger than they take, so the app is not published. Shorten its listings, and it goes out by itself.",
].join("\n");

function endNotice(state: HoldEnd): Notice {
  return { name: state, text: ENDS[state] };
}

const ENDS: Readonly<Record<HoldEnd, string>> = {
  published: "**Published.** Next: **nobody**. It is held no more.",
  gone: "It is held no more: it was taken back.",
  withdrawn:
    "**Withdrawn.** Next: **nobody**. Its package did not come back in time. The decision is in the registry, and the version is never published, whatever its address gives from now on. Publish a new one with a higher version code.",
};

function day(time: string): string {
  return time.slice(0, 10);
}
