/** A block of code in a page of Markdown. */
export interface FencedBlock {
  /** What stands behind the fence, such as `lua`; empty without. */
  readonly language: string;
  /** Ids of the rules that it breaks on purpose, as `wrong="lua/require"` behind the language says; with spaces between. */
  readonly wrong: readonly string[];
  /** Of the fence, from 1 on. */
  readonly line: number;
  readonly text: string;
}

/** The blocks of a page, in order. Fences stand at the beginning of a line, as everywhere in `docs`. */
export function fencedBlocks(page: string): readonly FencedBlock[] {
  return [...page.matchAll(/^```(\w*)(.*)\n([^]*?)^```$/gm)].map(
    ([, language = "", meta = "", text = ""], index, all) => ({
      language,
      wrong: (/ wrong="([^"]+)"/.exec(meta)?.[1] ?? "").split(" ").filter((rule) => rule !== ""),
      line: page.slice(0, all[index]?.index).split("\n").length,
      text,
    }),
  );
}
