import { type GithubParser, githubParser } from "./github-parser.ts";
import { isExpression, isMap, plainText, type WorkflowMap, type WorkflowValue } from "./workflow-value.ts";

/** What expressions can ask for, by name. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How far things went before: what `success()` and its like tell. */
export interface Outcome {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

type ExpressionData = ReturnType<InstanceType<GithubParser["Evaluator"]>["evaluate"]>;

/** Evaluates expressions with GitHub's own evaluator. Throws for contexts and functions that are not there. */
export async function evaluator(contexts: Contexts, { failed, cancelled }: Outcome) {
  const { Lexer, Parser, Evaluator, data } = await githubParser();
  const boolean = (value: boolean) => new data.BooleanData(value);
  const status = (name: string, value: boolean) => ({ name, minArgs: 0, maxArgs: 0, call: () => boolean(value) });
  const functions = [
    status("success", !failed && !cancelled),
    status("failure", failed && !cancelled),
    status("cancelled", cancelled),
    status("always", true),
  ];
  const dictionary = toData(data, contexts);
  const evaluate = (expression: string): unknown => {
    const tokens = new Lexer(expression).lex().tokens.map(withAllQuotes);
    const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
    const table = new Map(functions.map((each) => [each.name, each]));
    return fromData(new Evaluator(tree, dictionary as never, table).evaluate());
  };
  const resolve = (value: WorkflowValue): unknown => {
    if (isExpression(value)) return evaluate(value.expression);
    if (Array.isArray(value)) return value.map(resolve);
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)])) : value;
  };
  return {
    /** Whether a condition holds. */
    isTrue: (condition: string): boolean => {
      const value = evaluate(condition);
      return !(value === false || value === null || value === "" || value === 0 || Number.isNaN(value));
    },
    text: (value: WorkflowValue): string => textOf(resolve(value)),
    texts: (map: WorkflowMap): Record<string, string> =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, textOf(resolve(value))])),
  };
}

type LexedToken = ReturnType<InstanceType<GithubParser["Lexer"]>["lex"]>["tokens"][number];

/** GitHub's lexer takes only the first `''` of a text for a quote; its runner takes all. */
function withAllQuotes(token: LexedToken): LexedToken {
  if (typeof token.value !== "string" || !token.lexeme.startsWith("'")) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return plainText(value as WorkflowValue);
}

function toData(data: GithubParser["data"], value: unknown): ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map((each) => toData(data, each)));
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: toData(data, each) })));
}

function fromData(value: ExpressionData): unknown {
  if ("value" in value) return value.value;
  if ("pairs" in value) return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]));
  return "values" in value ? value.values().map(fromData) : null;
}
