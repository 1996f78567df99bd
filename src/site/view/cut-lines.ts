/** The beginning of a text. */
export interface CutText {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

/** Lines until they have `most` characters; the one that goes over them ends at its last space, with dots. */
export function cutLines(lines: readonly string[], most: number): CutText {
  let left = most;
  for (const [index, line] of lines.entries()) {
    if (line.length > left) return { lines: [...lines.slice(0, index), cutLine(line, left)], isCut: true };
    left -= line.length;
  }
  return { lines, isCut: false };
}

function cutLine(line: string, most: number): string {
  const start = line.slice(0, most);
  const space = start.lastIndexOf(" ");
  // Half of a pair of surrogates is no character.
  return `${(space > 0 ? start.slice(0, space) : start).replace(/[\ud800-\udbff]$/, "")}…`;
}
