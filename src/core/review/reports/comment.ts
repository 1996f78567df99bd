import { changesMarkdown } from "./changes-markdown.ts";
import { findingLine } from "./finding-markdown.ts";
import { headline } from "./headline.ts";
import { reviewLines } from "./reviewer-pack.ts";
import type { SubmissionReport } from "./submission-report.ts";
import { summarizeFindings } from "../../findings/formats/findings-report.ts";
import type { Finding } from "../../findings/finding.ts";
import { machineMarker } from "../state/machine-marker.ts";

/** Characters of a comment, by the forge. */
export const COMMENT_CHARS = 65_536;
/** What changes may take of it, so that findings always have room. */
const CHANGES_CHARS = 24_000;
/** What the questions and hints for reviewers may take. */
const REVIEWER_CHARS = 8000;
/** For the line that counts what was left out. */
const REST_CHARS = 200;

const help = (head: string): readonly string[] => [
  "<details><summary>What can be said here</summary>",
  "",
  "A command stands at the beginning of a line of a new comment; edited comments count for nothing.",
  "",
  "- Its author: `/withdraw`, and `/appeal <reason>` when it was rejected: another reviewer decides then. Changes are pushed to the same branch.",
  `- Reviewers: \`/approve ${head} [reason]\`, \`/request-changes <reason>\`, \`/reject <reason>\`, \`/hold <reason>\`, \`/unhold\`, or a review.`,
  "",
  "What states mean and how long they last: https://store.mosis.dev/docs/guides/review-process/",
  "",
  "</details>",
];

/**
 * The one comment of the machine on a pull request, written anew each time. Its first line is verdict and next actor; its last one is
 * how it is found again. Never longer than the forge takes, and nothing of others in it is more than text.
 *
 * @param headSince when the machine first saw this head, by `headSince`
 */
export function submissionComment(report: SubmissionReport, headSince: Date): string {
  const { verdict, next, sentence } = headline(report);
  const head = [`**${verdict}.** Next: **${next}**.`, "", ...(sentence === "" ? [] : [sentence, ""])];
  const changes = report.comparison === null ? [] : within(changesMarkdown(report.comparison), CHANGES_CHARS);
  const marker = machineMarker("review", `${report.head} ${headSince.toISOString()}`);
  const tail = ["", ...riskLines(report), ...reviewerLines(report), ...help(report.head), "", marker];
  const before = [...head, ...changes].join("\n");
  const after = tail.join("\n");
  const room = COMMENT_CHARS - before.length - after.length - 2;
  return `${before}\n${findingsMarkdown(report.report.findings, room)}\n${after}`;
}

function findingsMarkdown(findings: readonly Finding[], room: number): string {
  if (findings.length === 0) return "No findings.";
  let text = `### ${summarizeFindings(findings)}\n`;
  for (const [index, finding] of findings.entries()) {
    const line = `\n${findingLine(finding)}`;
    if (text.length + line.length > room - REST_CHARS) {
      return `${text}\n- and ${findings.length - index} more, which the report of the run has`;
    }
    text += line;
  }
  return text;
}

/** What reviewers answer and look at, folded, as long as one is waited for. */
function reviewerLines(report: SubmissionReport): readonly string[] {
  const isAsked = report.status === null ? report.report.verdict === "review" : report.status.next === "reviewer";
  if (!isAsked) return [];
  const lines = within(reviewLines(report), REVIEWER_CHARS);
  return ["<details><summary>For reviewers</summary>", "", ...lines, "", "</details>", ""];
}

function riskLines({ risk }: SubmissionReport): readonly string[] {
  if (risk.parts.length === 0) return [];
  const parts = risk.parts.map(({ part, points }) => `${part} ${points}`).join(", ");
  return [`Risk ${risk.score} of 100: ${parts}.`, ""];
}

/** As many whole lines as there is room for. */
function within(lines: readonly string[], chars: number): readonly string[] {
  let used = 0;
  const kept = lines.filter((line) => (used += line.length + 1) <= chars);
  if (kept.length === lines.length) return lines;
  const isOpen = kept.some((line) => line.startsWith("<details>")) && !kept.includes("</details>");
  return [...kept, `- and ${lines.length - kept.length} lines more`, "", ...(isOpen ? ["</details>", ""] : [])];
}
