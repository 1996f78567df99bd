import { plainMarkdown } from "./plain-markdown.ts";
import type { Answer } from "../state/acts.ts";

/** What the machine says about words that do not count: why, and what would. */
export function answerText({ message, expected }: Answer): string {
  const wish = expected === null ? "" : ` Expected: ${plainMarkdown(expected)}.`;
  return `That does not count. ${plainMarkdown(message)}${wish}`;
}
