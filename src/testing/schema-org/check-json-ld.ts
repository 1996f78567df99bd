import { readVocabulary, type Vocabulary } from "./vocabulary.ts";

type Node = Readonly<Record<string, unknown>>;

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/;
let vocabulary: Vocabulary | undefined;

/** What of a JSON-LD graph https://schema.org does not know: types, their properties, and the kinds of values these take. */
export function checkJsonLd(text: string): readonly string[] {
  vocabulary ??= readVocabulary();
  const document = JSON.parse(text) as Node;
  if (document["@context"] !== "https://schema.org") return ["the context is not https://schema.org"];
  const nodes = document["@graph"];
  return Array.isArray(nodes) && nodes.length > 0
    ? nodes.flatMap((node) => checkNode(node as Node, vocabulary!))
    : ["there is no graph"];
}

function checkNode(node: Node, words: Vocabulary): readonly string[] {
  const { "@type": type, "@id": id, ...properties } = node;
  if (typeof type !== "string" || !words.has(type)) return [`there is no type ${JSON.stringify(type)}`];
  const wrongId = id === undefined || isAddress(id) ? [] : [`${type} has the id ${JSON.stringify(id)}`];
  return [
    ...wrongId,
    ...Object.entries(properties).flatMap(([property, value]) => {
      // https://schema.org/docs/actions.html: what an action asks for.
      const input = /^(.+)-(?:in|out)put$/.exec(property)?.[1];
      if (input !== undefined) return words.kindsOf(type, input) === null ? [`${type} has no ${input} to ask for`] : [];
      const kinds = words.kindsOf(type, property);
      if (kinds === null) return [`${type} has no ${property}`];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.flatMap((each) => checkValue(each, kinds, `${type}.${property}`, words));
    }),
  ];
}

function checkValue(value: unknown, kinds: readonly string[], place: string, words: Vocabulary): readonly string[] {
  const wrong = [`${place} takes ${kinds.join(", ")}, not ${JSON.stringify(value)}`];
  switch (typeof value) {
    case "string":
      return kinds.some((kind) => isTextOf(kind, value)) ? [] : wrong;
    case "number":
      return kinds.includes("Number") || (kinds.includes("Integer") && Number.isInteger(value)) ? [] : wrong;
    case "boolean":
      return kinds.includes("Boolean") ? [] : wrong;
    default: {
      const { "@type": type, ...rest } = value as Node;
      if (type === undefined) {
        return kinds.includes("IdReference") && Object.keys(rest).join() === "@id" && isAddress(rest["@id"])
          ? []
          : wrong;
      }
      const isKind = typeof type === "string" && kinds.some((kind) => words.is(type, kind));
      return isKind ? checkNode(value as Node, words) : wrong;
    }
  }
}

function isTextOf(kind: string, text: string): boolean {
  switch (kind) {
    case "Text":
      return text !== "";
    case "URL":
      return isAddress(text);
    case "Date":
    case "DateTime":
      return ISO_TIME.test(text);
    default:
      return false;
  }
}

function isAddress(value: unknown): boolean {
  return typeof value === "string" && /^https?:/.test(value) && URL.canParse(value);
}
