/** Text of others is cut after as many characters. */
const MAX_CHARS = 500;
/** What is not to be seen, and what ends a line anywhere: the page must show what is there. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\s]+/gu;
/** ASCII punctuation that CommonMark lets a backslash take the meaning from (2.4), but for what follows below. */
const ESCAPED = /[!"$%'()*+,./:;=?[\\\]^_`{|}~-]/g;
/**
 * An invisible character, written as an entity. The forge looks for mentions, references and addresses in the text after Markdown and
 * entities are done, so that neither a backslash nor an entity in place of the character keeps it from finding them.
 */
const BREAK = "&#8203;";

/**
 * Text of somebody else as Markdown that shows it and does nothing: no markup, HTML, link, mention, reference or command, on one
 * line. It never begins with a slash in the first column as long as something stands before it.
 */
export function plainMarkdown(text: string, maxChars = MAX_CHARS): string {
  const line = text.replace(UNSEEN, " ").trim();
  const cut = line.length > maxChars ? `${line.slice(0, maxChars)}…` : line;
  return cut
    .replace(UNSEEN, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(ESCAPED, (char, at: number, whole: string) => (isEntityEnd(char, at, whole) ? char : `\\${char}`))
    .replace(/[@#]/g, (char) => (char === "#" ? `\\#${BREAK}` : `@${BREAK}`))
    .replace(/\\:\\\/\\\/|www\\\.|GH\\-/gi, (found) => `${found.slice(0, -2)}${BREAK}${found.slice(-2)}`);
}

/** The semicolon of an entity that was just written. */
function isEntityEnd(char: string, at: number, whole: string): boolean {
  return char === ";" && /&(?:amp|lt|gt)$/.test(whole.slice(Math.max(0, at - 4), at));
}
