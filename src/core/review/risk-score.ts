import type { Report } from "./review.ts";
import type { Finding } from "../findings/finding.ts";

/** Something that makes a submission worth a look. */
export interface RiskPart {
  readonly part: string;
  /** Of 100. */
  readonly points: number;
  /** Messages of the findings behind it, joined; each part of a score can be explained. */
  readonly reason: string;
}

/** Where a reviewer looks first. It decides nothing: findings do. */
export interface RiskScore {
  /** Sum of the points, at most 100. */
  readonly score: number;
  /** Heaviest first. */
  readonly parts: readonly RiskPart[];
}

/** Ids of rules that are looked for, what they are together, and how much they weigh once however many findings there are. */
const PARTS: readonly (readonly [RegExp, string, number])[] = [
  [/^risk\/recovery$/, "recovery of lost keys", 60],
  [/^owner\/changed$/, "change of owner", 50],
  [/^(id|name)\/similar|^risk\/similar/, "similar name", 40],
  [/obfuscat|^(lua|rml|rcss)\//, "obfuscation or unusual code", 40],
  [/^risk\/key-added$/, "new key", 30],
  [/^risk\/permission-added$/, "dangerous permission", 30],
  [/^risk\/user-reports$/, "reports of users", 30],
  [/^risk\/(first-app|reserved-owner)$/, "new app or owner", 20],
  [/^risk\/origin-changed$/, "other origin", 20],
  [/^risk\/withdrawal$/, "removal", 20],
  [/^risk\/sample$/, "sample", 5],
];
const OTHER = ["other points for review", 15] as const;
const MAX_SCORE = 100;

/** How risky a submission looks, from the findings of its report that ask for a person. */
export function riskScore({ findings }: Pick<Report, "findings">): RiskScore {
  const asking = findings.filter(({ severity }) => severity === "review");
  const grouped = Map.groupBy(asking, partOf);
  const parts = [...grouped]
    .map(([[part, points], group]) => ({ part, points, reason: group.map(({ message }) => message).join(" ") }))
    .toSorted((a, b) => b.points - a.points || (a.part < b.part ? -1 : 1));
  return {
    score: Math.min(
      MAX_SCORE,
      parts.reduce((sum, { points }) => sum + points, 0),
    ),
    parts,
  };
}

const KNOWN = new Map(PARTS.map(([, part, points]) => [part, [part, points] as const]));

function partOf({ rule }: Finding): readonly [string, number] {
  const found = PARTS.find(([pattern]) => pattern.test(rule))?.[1];
  return (found === undefined ? undefined : KNOWN.get(found)) ?? OTHER;
}
