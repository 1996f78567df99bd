/** A block of code in a page of Markdown. */
export interface FencedBlock {
  /** What stands behind the fence, such as `lua`; empty without. */
  readonly language: string;
  /** What stands behind the language, as in `wrong="lua/require"`, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Ids of the rules that it breaks on purpose, from the attribute `wrong`; with spaces between. */
  readonly wrong: readonly string[];
  /** Of the fence, from 1 on. */
  readonly line: number;
  readonly text: string;
}

/** The blocks of a page, in order. Fences stand at the beginning of a line, as everywhere in `docs`. */
export function fencedBlocks(page: string): readonly FencedBlock[] {
  return [...page.matchAll(/^```(\w*)(.*)\n([^]*?)^```$/gm)].map(
    ([, language = "", meta = "", text = ""], index, all) => {
      const pairs = [...meta.matchAll(/ ([a-z]+)="([^"]*)"/g)];
      const attributes = new Map(pairs.map(([, name = "", value = ""]) => [name, value]));
      return {
        language,
        attributes,
        wrong: wordsOf(attributes.get("wrong")),
        line: page.slice(0, all[index]?.index).split("\n").length,
        text,
      };
    },
  );
}

/** The words of an attribute; none where it is missing. */
export function wordsOf(value: string | undefined): readonly string[] {
  return (value ?? "").split(" ").filter((word) => word !== "");
}
