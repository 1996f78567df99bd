import type { ChangedDocument } from "./review.ts";
import { type Finding, finding } from "../findings/finding.ts";

/** A document that replaces another counts on by one, so that nobody brings an old one back. */
export function nextSeq({ change }: ChangedDocument, previous: number, seq: number): readonly Finding[] {
  if (seq === previous + 1) return [];
  const detail = { pointer: "/signed/seq", message: `"seq" is ${seq}.`, expected: `${previous + 1}` };
  return [finding("owner/seq", { file: change.path, ...detail })];
}
