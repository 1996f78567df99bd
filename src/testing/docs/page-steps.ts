import { type FencedBlock, wordsOf } from "./fenced-blocks.ts";
import type { JsonObject } from "../../core/json/value.ts";

/** What a page has its reader do or see, in order. CONTRIBUTING.md says how blocks of a page say so. */
export type PageStep = { readonly line: number } & (
  | {
      readonly kind: "run";
      readonly commands: string;
      /** Words in place of which readers put their own. */
      readonly yours: readonly string[];
      /** Whether a command asks for the passphrase of the reader's key. */
      readonly asksPassphrase: boolean;
      /** Readers run it again until this is in its output; null for once. */
      readonly until: string | null;
    }
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "set"; readonly path: string; readonly members: JsonObject }
  /** Each of these stands in the output since the last such step. */
  | { readonly kind: "see"; readonly lines: readonly string[] }
);

/** The steps of a page. Blocks for another place have none. Throws at a block that could be taken for a step and is none. */
export function pageSteps(blocks: readonly FencedBlock[]): readonly PageStep[] {
  return blocks.flatMap(({ language, attributes, line, text }): readonly PageStep[] => {
    if (attributes.has("elsewhere")) return [];
    const path = attributes.get("file");
    if (path !== undefined) return [{ kind: "write", line, path, text }];
    const target = attributes.get("into");
    if (target !== undefined) return [{ kind: "set", line, path: target, members: JSON.parse(text) as JsonObject }];
    if (language === "text") return [{ kind: "see", line, lines: text.split("\n").filter((each) => each !== "") }];
    if (language !== "sh") throw new Error(`line ${line}: nobody knows what to do with a block of ${language}`);
    const asksPassphrase = attributes.get("asks") === "passphrase";
    const until = attributes.get("until") ?? null;
    return [{ kind: "run", line, commands: text, yours: wordsOf(attributes.get("yours")), asksPassphrase, until }];
  });
}
