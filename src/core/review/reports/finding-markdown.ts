import { plainMarkdown } from "./plain-markdown.ts";
import type { Finding } from "../../findings/finding.ts";

/** One finding as an item of a list, with its rule, place, advice and page. */
export function findingLine({ rule, severity, docs, file, range, pointer, message, expected, fix }: Finding): string {
  const place = [file ?? "", range === undefined ? (pointer ?? "") : `:${range.line}`].join("");
  const at = place === "" ? "" : ` ${plainMarkdown(place)}:`;
  const wish = expected === undefined ? "" : ` Expected: ${plainMarkdown(expected)}.`;
  return `- **${severity}** [${rule}](${docs})${at} ${plainMarkdown(message)}${wish} ${plainMarkdown(fix)}`;
}
