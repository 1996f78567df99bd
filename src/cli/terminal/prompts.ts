/** Questions to a person. Each ends with an answer or throws `CliError` "cancelled". */
export interface Prompts {
  text(question: TextQuestion): Promise<string>;
  /** The answer is not shown. */
  secret(question: Omit<TextQuestion, "initial">): Promise<string>;
  select(question: SelectQuestion): Promise<string>;
}

export interface TextQuestion {
  readonly message: string;
  readonly initial?: string;
  /** What is wrong with an answer, or null. */
  check(answer: string): string | null;
}

export interface SelectQuestion {
  readonly message: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}
