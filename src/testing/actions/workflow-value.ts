import type { WorkflowTemplate } from "@actions/workflow-parser";

/** Any value of a workflow file after GitHub's parser read it. */
export type Token = WorkflowTemplate["env"];

/** An expression to be evaluated when its turn comes; text around `${{ }}` is in it as a call of `format`. */
export interface Expression {
  readonly expression: string;
}

export type WorkflowValue =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly WorkflowValue[]
  | { readonly [key: string]: WorkflowValue };

export type WorkflowMap = Readonly<Record<string, WorkflowValue>>;

/** GitHub's numbers for the kinds of tokens. */
const STRING = 0;
const SEQUENCE = 1;
const MAPPING = 2;
const EXPRESSION = 3;

interface AnyToken {
  readonly value?: string | number | boolean;
  readonly expression?: string;
}

/** The plain value of a token. Throws RangeError for what is none, such as `${{ insert }}`. */
export function valueOf(token: Token): WorkflowValue {
  const { value, expression } = token as unknown as AnyToken;
  switch (token.templateTokenType) {
    case SEQUENCE:
      return [...(token as unknown as Iterable<Token>)].map(valueOf);
    case MAPPING:
      return Object.fromEntries(
        [...(token as unknown as Iterable<{ readonly key: Token; readonly value: Token }>)].map((pair) => [
          plainText(valueOf(pair.key)),
          valueOf(pair.value),
        ]),
      );
    case EXPRESSION:
      return { expression: expression ?? "" };
    case STRING:
      return String(value);
    default:
      if (expression !== undefined) throw new RangeError(`This expression stands where none may: ${expression}`);
      return value ?? null;
  }
}

/** A scalar as text; anything else as JSON. */
export function plainText(value: WorkflowValue | undefined): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

export function isMap(value: WorkflowValue | undefined): value is WorkflowMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isExpression(value);
}

export function isExpression(value: WorkflowValue | undefined): value is Expression {
  return typeof value === "object" && value !== null && "expression" in value;
}
