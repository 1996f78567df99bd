import type { PlacedDocument } from "./place-documents.ts";
import type { ProblemDetail } from "../../shared/problem.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";

/** Findings that are told at once. */
const MOST = 50;

/** Findings as the details of a problem: those about a document point into the list that was sent, others at the package. */
export function findingDetails(
  findings: readonly Finding[],
  documents: readonly PlacedDocument[] = [],
): readonly ProblemDetail[] {
  return findings.slice(0, MOST).map(({ rule, file, pointer = "", message, expected, fix }) => {
    const index = documents.findIndex((each) => each.file.path === file);
    const where = index >= 0 || file === undefined ? "" : `${file}: `;
    const wanted = expected === undefined ? "" : ` Expected: ${expected}.`;
    return {
      pointer: index < 0 ? (documents.length === 0 ? "/package" : "/documents") : `/documents/${index}${pointer}`,
      message: `${where}${message}${wanted} ${fix} (${rule})`,
    };
  });
}
