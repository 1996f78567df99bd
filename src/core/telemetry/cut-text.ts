/** Of the text that is kept, what is taken from its beginning: the innermost frames are there, the outermost at the end. */
const HEAD = 0.75;

/** The text, or its beginning and end around a mark that says how much was cut; at most `limit` UTF-16 units. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text.toWellFormed();
  const room = limit - mark(text.length).length;
  const head = Math.floor(room * HEAD);
  const tail = room - head;
  const end = text.slice(text.length - tail);
  return (text.slice(0, head) + mark(text.length - room) + end).toWellFormed();
}

function mark(units: number): string {
  return `\n[… ${units} characters cut …]\n`;
}
