/** A line of a comment that begins with a slash and a word. */
export interface CommandLine {
  /** From the slash on, without spaces at the end. */
  readonly text: string;
  /** A line right below a quotation is part of it (CommonMark 5.1, lazy continuation) and commands nothing. */
  readonly quoted: boolean;
}

/** Up to three spaces may stand before a fence (CommonMark 4.5). */
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const QUOTE = /^ {0,3}>/;
const BLANK = /^[ \t]*$/;
/** Elements whose text is code, somebody else's words, or not shown at all. */
const ELEMENT = /<(pre|code|blockquote|textarea|script|style|details|template)\b/i;
const COMMAND = /^\/[a-z]/i;

/**
 * The lines of a comment that may be commands: those that begin with a slash in the first column, outside of fenced code, of HTML
 * comments and of elements that quote or hide. What looks like a command only to this reader, or only to people, is none.
 */
export function commandLines(body: string): readonly CommandLine[] {
  const found: CommandLine[] = [];
  let fence: string | null = null;
  let until: string | null = null;
  let quoted = false;
  // Only real ends of lines: U+2028 does not begin a line on the page.
  for (const line of body.split(/\r\n|\r|\n/)) {
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
    } else if (until !== null) {
      if (line.toLowerCase().includes(until)) until = null;
    } else {
      const opened = FENCE.exec(line);
      if (opened !== null && opensFence(opened)) fence = opened[1] ?? null;
      else until = hiddenUntil(line);
      if (COMMAND.test(line) && until === null) found.push({ text: line.trimEnd(), quoted });
    }
    quoted = QUOTE.test(line) || (quoted && !BLANK.test(line));
  }
  return found;
}

/** A fence of backticks has none in its info string; otherwise it is code within a line. */
function opensFence([, marks = "", info = ""]: readonly string[]): boolean {
  return marks.startsWith("~") || !info.includes("`");
}

function closes(line: string, fence: string): boolean {
  const [, marks = "", rest = ""] = FENCE.exec(line) ?? [];
  return marks.startsWith(fence) && BLANK.test(rest);
}

/** What ends a comment or element that this line begins and does not end itself. */
function hiddenUntil(line: string): string | null {
  const text = line.toLowerCase();
  const comment = text.lastIndexOf("<!--");
  if (comment >= 0 && !text.includes("-->", comment)) return "-->";
  const element = ELEMENT.exec(text);
  if (element === null) return null;
  const end = `</${element[1]}`;
  return text.includes(end, element.index) ? null : end;
}
