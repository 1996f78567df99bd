/** `error` stops a submission, `review` asks a person, `warn` and `info` only inform. */
export type Severity = "error" | "review" | "warn" | "info";

/** What is true of a rule wherever it fires. Its documentation is generated from this. */
export interface Rule {
  readonly severity: Severity;
  /** What the rule demands, as a sentence without the final stop. */
  readonly title: string;
  /** Of a `review` rule: how many different reviewers have to approve; one when absent. */
  readonly approvals?: number;
  /** The next step for whoever meets it, as an imperative sentence. */
  readonly fix: string;
  /** Version of the `mosis` package that brought the rule. */
  readonly since: string;
}

/** Keeps the literal keys of a family of rules, so that rule ids are a closed union. */
export function defineRules<const Id extends string>(family: Record<Id, Rule>): Record<Id, Rule> {
  return family;
}
