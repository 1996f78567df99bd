import type { RuleId } from "../findings/catalogue.ts";

/** What a rule has against a text that people read in a store. */
export interface TextProblem {
  readonly rule: RuleId;
  readonly message: string;
}

/** Controls, line separators, marks that turn the direction of text around, tags: they show nothing and change what is read. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
/** In one line also what joins and marks, but between letters of scripts and emoji that need it. */
const JOINERS = /[\u200b\u200e\u200f]/u;
const LINK = /\]\(\s*([A-Za-z][A-Za-z0-9+.-]*):/;
const HTML = /<(?:[a-z][a-z0-9-]*[\s/>]|!--|\/[a-z])/i;

/** A name, summary, caption or reason: one line of plain text. */
export function lineProblem(text: string): TextProblem | null {
  const found = unseen(text, JOINERS);
  if (found !== null) return found;
  if (text.trim() === text && text !== "") return null;
  const message = text.trim() === "" ? "The text is blank." : "The text begins or ends with a space.";
  return { rule: "text/blank", message };
}

/** A line of a description or of release notes, in Markdown. */
export function markdownProblem(line: string): TextProblem | null {
  const found = unseen(line, null);
  if (found !== null) return found;
  const scheme = LINK.exec(line)?.[1];
  if (scheme !== undefined && !/^https$/i.test(scheme)) {
    return { rule: "text/link", message: `A link has the scheme "${scheme}:".` };
  }
  if (HTML.test(line)) return { rule: "text/html", message: "The line holds HTML, which is shown as it is written." };
  return null;
}

function unseen(text: string, more: RegExp | null): TextProblem | null {
  const found = UNSEEN.exec(text) ?? more?.exec(text) ?? null;
  if (found === null) return null;
  const code = found[0].codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return { rule: "text/unseen", message: `The text holds ${name}, which does not show.` };
}
