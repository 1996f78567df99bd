import type { RuleId } from "../findings/catalogue.ts";
import { type Finding, finding, type FindingDetail } from "../findings/finding.ts";

/** What is wrong with a delta, on its way from the depth of the reader to `applyDelta`, which makes a result of it. */
export class DeltaFault extends Error {
  override readonly name = "DeltaFault";
  readonly finding: Finding;

  constructor(rule: RuleId, detail: FindingDetail) {
    super(detail.message);
    this.finding = finding(rule, detail);
  }
}
