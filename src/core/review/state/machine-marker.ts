import type { PullComment } from "./pull-facts.ts";
import type { ReviewPolicy } from "./standing.ts";

// What the machine has said already is in its own comments, as HTML comments that pages do not show.

export type MarkerKind = "review" | "reminder" | "answer" | "hold";

/** The first or the last line of a comment of the machine. `value` has no two hyphens in a row. */
export function machineMarker(kind: MarkerKind, value: string): string {
  return `<!-- mosis:${kind} ${value} -->`;
}

/** A comment by the machine that has a marker of this kind. */
export interface MarkedComment {
  readonly comment: PullComment;
  readonly value: string;
}

/** Comments of this kind by accounts of the machine; a marker in anybody else's comment is only text. */
export function markedComments(
  comments: readonly PullComment[],
  kind: MarkerKind,
  { bots }: Pick<ReviewPolicy, "bots">,
): readonly MarkedComment[] {
  return comments.flatMap((comment) => {
    if (!bots.includes(comment.author)) return [];
    const lines = comment.body.trimEnd().split(/\r?\n/);
    return [lines[0], lines.at(-1)].slice(0, lines.length).flatMap((line = "") => {
      const match = /^<!-- mosis:([a-z]+) (.*?) -->$/.exec(line);
      return match?.[1] === kind ? [{ comment, value: match[2] ?? "" }] : [];
    });
  });
}

/**
 * When the machine first saw a head: what its comment on the pull request remembers, the time of opening for the first head, and
 * otherwise now.
 */
export function headSince(
  { head, openedAt, comments }: { head: string; openedAt: Date; comments: readonly PullComment[] },
  policy: Pick<ReviewPolicy, "bots">,
  now: Date,
): Date {
  const [known] = markedComments(comments, "review", policy);
  if (known === undefined) return openedAt;
  const [sha, since = ""] = known.value.split(" ");
  const date = new Date(since);
  return sha === head && !Number.isNaN(date.getTime()) ? date : now;
}
