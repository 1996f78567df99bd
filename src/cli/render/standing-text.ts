import type { PullStanding } from "../../core/publish/pull-standing.ts";

/** Where a submission stands, for people. */
export function standingText(own: {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly standing: PullStanding;
}): string {
  const { number, title, url, standing } = own;
  const name = `${standing.state.replaceAll("_", " ")}${standing.appealed ? ", appealed" : ""}`;
  return `#${number}  ${name}  ${title}\n  ${standing.advice}\n  ${url}`;
}
