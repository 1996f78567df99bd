import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What https://schema.org says of its types. */
export interface Vocabulary {
  /** Whether there is such a type. */
  has(type: string): boolean;
  /** Kinds of value that a property takes on a type or on those it comes from; null when none of them has it. */
  kindsOf(type: string, property: string): readonly string[] | null;
  /** Whether a type is another one or comes from it. */
  is(type: string, other: string): boolean;
}

interface Declaration {
  readonly parents: readonly string[];
  readonly kinds: ReadonlyMap<string, readonly string[]>;
}

const INTERFACE = /^(?:export )?interface (\w+?)(Base|Leaf) extends ([^{]+) \{\n([^]*?)^\}/gm;
const PROPERTY = /^ {4}"([\w-]+)"\?: SchemaValue<(.+), "\1">;$/gm;

/** Reads the vocabulary of the declarations that are generated of it: interfaces, one a type, in a form that never varies. */
export function readVocabulary(): Vocabulary {
  const text = readFileSync(
    createRequire(import.meta.url)
      .resolve("schema-dts")
      .replace(/js$/, "d.ts"),
    "utf8",
  );
  const declarations = new Map<string, Declaration>();
  for (const [, name = "", part, from = "", body = ""] of text.matchAll(INTERFACE)) {
    const parents = from.split(", ").flatMap((each) => /^(\w+)Base$/.exec(each)?.[1] ?? []);
    const kinds = [...body.matchAll(PROPERTY)].map(
      ([, property = "", kind = ""]) => [property, kind.split(" | ")] as const,
    );
    if (part === "Base" || !declarations.has(name)) {
      declarations.set(name, { parents: parents.filter((each) => each !== name), kinds: new Map(kinds) });
    }
  }
  const lineOf = (type: string): readonly string[] => [
    type,
    ...(declarations.get(type)?.parents ?? []).flatMap((parent) => lineOf(parent)),
  ];
  return {
    has: (type) => declarations.has(type),
    is: (type, other) => lineOf(type).includes(other),
    kindsOf: (type, property) =>
      lineOf(type)
        .map((each) => declarations.get(each)?.kinds.get(property))
        .find((kinds) => kinds !== undefined) ?? null,
  };
}
