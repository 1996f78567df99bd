/** What somebody wrote, as one line of at most so many characters that any document can carry: no controls, no half of a pair. */
export function oneLine(text: string, most: number): string {
  const characters = Array.from(text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim());
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}
