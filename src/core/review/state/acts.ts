import type { PullComment, PullFacts, PullReview } from "./pull-facts.ts";
import type { Command } from "../commands/command.ts";
import { parseCommands } from "../commands/parse-commands.ts";

/** Where something was said. */
export interface Source {
  readonly kind: "comment" | "review";
  readonly id: number;
}

/** A command that somebody gave. Whether it counts is another question. */
export interface Act {
  readonly command: Command;
  /** Numeric account. */
  readonly by: number;
  readonly at: Date;
  readonly source: Source;
}

/** Why something that means to be a command counts for nothing. */
export interface Answer {
  readonly by: number;
  readonly source: Source;
  /** A sentence. */
  readonly message: string;
  /** What would count; null where nothing would. */
  readonly expected: string | null;
}

export interface Acts {
  /** In the order of their time. */
  readonly acts: readonly Act[];
  /** In comments that were edited: nobody knows what they said, but not that all is well. */
  readonly edited: readonly Act[];
  readonly answers: readonly Answer[];
}

/** What was commanded on a pull request, by comments and by reviews. */
export function readActs({ comments, reviews }: Pick<PullFacts, "comments" | "reviews">): Acts {
  const spoken = comments.map(commentActs);
  const acts = [...spoken.flatMap((each) => each.acts), ...reviews.flatMap(reviewActs)];
  return {
    acts: acts.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.source.id - b.source.id),
    edited: spoken.flatMap((each) => each.edited),
    answers: spoken.flatMap(({ answers }) => answers),
  };
}

function commentActs({ id, author: by, body, edited, at }: PullComment): Acts {
  const source = { kind: "comment", id } as const;
  const { commands, mistakes } = parseCommands(body);
  const acts = commands.map((command) => ({ command, by, at, source }));
  if (!edited) return { acts, edited: [], answers: mistakes.map((mistake) => ({ by, source, ...mistake })) };
  if (acts.length === 0) return { acts, edited: [], answers: [] };
  const message = "The comment was edited, and edited comments command nothing.";
  return { acts: [], edited: acts, answers: [{ by, source, message, expected: "a new comment" }] };
}

/** The text of a review is its reason only: whether it was edited cannot be seen. */
function reviewActs({ id, author: by, verdict, commit, body, at }: PullReview): readonly Act[] {
  const source = { kind: "review", id } as const;
  const text = body.trim().slice(0, 1000);
  if (verdict === "approved") {
    return [{ command: { name: "approve", sha: commit, reason: text === "" ? null : text }, by, at, source }];
  }
  if (verdict !== "changes_requested") return [];
  return [{ command: { name: "request-changes", reason: text }, by, at, source }];
}
