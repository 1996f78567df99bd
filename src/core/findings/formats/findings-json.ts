import { countFindings, type FindingsReport } from "./findings-report.ts";
import type { Finding } from "../finding.ts";
import type { JsonArray, JsonObject } from "../../json/value.ts";

/** Findings as a JSON document of ours. */
export function findingsJson({ subject, kind, findings }: FindingsReport): JsonObject {
  return { subject, kind, counts: { ...countFindings(findings) }, findings: findingsArray(findings) };
}

/** The findings themselves, for documents that hold more. */
export function findingsArray(findings: readonly Finding[]): JsonArray {
  return findings.map((finding) => ({ ...finding }));
}
