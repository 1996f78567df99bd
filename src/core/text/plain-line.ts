/** Control characters, those that turn the direction of what follows, and those that nobody sees but joiners of emoji and letters. */
// oxlint-disable-next-line no-control-regex -- they are what it is about
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]+/g;

/** A text of strangers as one line that shows all it has. */
export function plainLine(text: string): string {
  const line = text.replace(UNSEEN, " ").replace(/ +/g, " ").trim();
  return line === "" ? "–" : line;
}
