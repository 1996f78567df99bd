/** `error` stops a submission, `review` asks a person, `warn` and `info` only inform. */
export type Severity = "error" | "review" | "warn" | "info";

/**
 * What a rule is asked of. `package`: the bytes of an app or package alone, with the same findings wherever they are checked;
 * `submission`: a change, beside the registry it goes into; `registry`: a registry as a whole.
 */
export type RuleScope = "package" | "submission" | "registry";

/** What is true of a rule wherever it fires. Its documentation is generated from this. */
export interface Rule {
  readonly severity: Severity;
  readonly scope: RuleScope;
  /** What the rule demands, as a sentence without the final stop. */
  readonly title: string;
  /** Of a `review` rule: how many different reviewers have to approve; one when absent. */
  readonly approvals?: number;
  /** The next step for whoever meets it, as an imperative sentence. */
  readonly fix: string;
  /** Why it exists, in whole sentences. */
  readonly why: string;
  /** An example of what it refuses or asks about, and one of what is right: phrases in Markdown. */
  readonly wrong: string;
  readonly right: string;
  /** Version of the `mosis` package that brought the rule. */
  readonly since: string;
}

/** Keeps the literal keys of a family of rules, so that rule ids are a closed union. */
export function defineRules<const Id extends string>(
  scope: RuleScope,
  family: Record<Id, Omit<Rule, "scope">>,
): Record<Id, Rule> {
  const rules = Object.entries<Omit<Rule, "scope">>(family).map(([id, rule]) => [id, { ...rule, scope }]);
  return Object.fromEntries(rules) as Record<Id, Rule>;
}
