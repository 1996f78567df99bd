import type { Hold } from "../registry/hold.ts";

/** A pull request as its developer's tools see it. */
export interface PullSight {
  readonly state: "open" | "merged" | "closed";
  readonly labels: readonly string[];
  /** The hold of the version that it brought, where the record of publishing has one. */
  readonly hold?: Pick<Hold, "reason" | "until"> | null;
}

/** Where a submission stands, by what the registry's jobs wrote on its pull request (docs/spec/review-states.md). */
export interface PullStanding {
  /** A state of the specification, or `landed` for what is merged and not held. */
  readonly state: string;
  readonly appealed: boolean;
  /** Who has to do something next. */
  readonly next: "developer" | "reviewer" | "machine" | "nobody";
  /** What the developer may do, as a sentence. */
  readonly advice: string;
  /** When the machine acts if nobody does, RFC 3339 in UTC; null where it is not known from here. */
  readonly deadline: string | null;
}

const LABEL = /^state: ([a-z][a-z ]{0,30})$/;

const OPEN: Readonly<Record<string, readonly [next: PullStanding["next"], advice: string]>> = {
  submitted: ["machine", "Review begins by itself."],
  draft: ["developer", "Mark the pull request as ready."],
  in_review: ["reviewer", "Nothing; a reviewer looks at it."],
  changes_requested: ["developer", "Read the report in the pull request, mend it, and run `mosis publish` again."],
  approved: ["machine", "Nothing; it lands by itself."],
  held: ["reviewer", "Nothing; a reviewer holds it."],
  rejected: ["developer", "Mend it and publish anew, or object with `mosis appeal`."],
  withdrawn: ["machine", "Nothing; it is closed by itself."],
};

const CLOSED: Readonly<Record<string, string>> = {
  rejected: "It was rejected and closed. A new submission is judged anew.",
  withdrawn: "It was closed. Nothing of it was published.",
};

/** Tells a standing from a pull request. Labels are a cache that may lag behind, but whether it is merged or closed is certain. */
export function pullStanding({ state, labels, hold = null }: PullSight): PullStanding {
  const told = labels.map((label) => LABEL.exec(label)?.[1]?.replaceAll(" ", "_")).find((each) => each !== undefined);
  const appealed = labels.includes("appealed");
  if (state === "merged") return { appealed: false, ...landedStanding(told, hold) };
  if (state === "closed") {
    const known = told === "rejected" ? "rejected" : "withdrawn";
    return { state: known, appealed: false, next: "nobody", advice: CLOSED[known] ?? "", deadline: null };
  }
  const name = told !== undefined && Object.hasOwn(OPEN, told) ? told : "submitted";
  const [next, advice] = OPEN[name] ?? ["machine", ""];
  if (name === "rejected" && appealed) {
    const wait = "Nothing; another reviewer decides on the appeal.";
    return { state: name, appealed, next: "reviewer", advice: wait, deadline: null };
  }
  return { state: name, appealed, next, advice, deadline: null };
}

function landedStanding(
  told: string | undefined,
  hold: Pick<Hold, "reason" | "until"> | null,
): Omit<PullStanding, "appealed"> {
  if (told === "withdrawn") {
    const advice = "Its package did not come back in time. Publish a new version with a higher version code.";
    return { state: "withdrawn", next: "nobody", advice, deadline: null };
  }
  if (hold === null) return { state: "landed", next: "nobody", advice: "It has landed.", deadline: null };
  const { reason, until } = hold;
  const otherwise = until === null ? "" : ` Otherwise it is withdrawn on ${until.slice(0, 10)}.`;
  return { state: "held", next: "developer", advice: `${HELD[reason]}${otherwise}`, deadline: until };
}

const HELD: Readonly<Record<Hold["reason"], string>> = {
  "bytes-missing":
    "It has landed, but nobody has its package. Put the same file back at its address, publish a new version, or `mosis yank` this one.",
  "document-too-large": "It has landed, but the listings of its app are too long for devices. Shorten them.",
};
