const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/** From this length on one letter more or less does not change what a name looks like. */
const LONG = 12;

/** Letters that lie beside each other on a keyboard, in both orders: `qw`, `wq`, `qa`. */
const NEIGHBOURS: ReadonlySet<string> = new Set(
  ROWS.flatMap((row, index) =>
    row.split("").flatMap((letter, column) => {
      const below = ROWS[index + 1] ?? "";
      const others = [row[column + 1], below[column - 1], below[column]];
      return others.flatMap((other) => (other === undefined ? [] : [letter + other, other + letter]));
    }),
  ),
);

/**
 * How far two skeletons are from each other, or `limit + 1` when it is more than `limit`. A letter too many or too few, two that
 * changed places and one that lies beside the right one on the keyboard count 1. Another letter counts 1 in long names and 2 in
 * short ones, where it mostly makes another word.
 */
export function lookAlikeDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const other = Math.min(a.length, b.length) < LONG ? 2 : 1;
  const width = b.length + 1;
  let beforeLast = new Uint8Array(width);
  let last = Uint8Array.from({ length: width }, (_, column) => Math.min(column, limit + 1));
  let current = new Uint8Array(width);
  for (let row = 1; row <= a.length; row += 1) {
    current.fill(limit + 1);
    if (row <= limit) current[0] = row;
    let least = current[0] ?? limit;
    // Outside this band the distance is above the limit.
    const end = Math.min(b.length, row + limit);
    for (let column = Math.max(1, row - limit); column <= end; column += 1) {
      const [left, right] = [a[row - 1] ?? "", b[column - 1] ?? ""];
      const replaced = left === right ? 0 : NEIGHBOURS.has(left + right) ? 1 : other;
      let cost = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + replaced,
      );
      const swapped = row > 1 && column > 1 && left === b[column - 2] && a[row - 2] === right;
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      current[column] = Math.min(cost, limit + 1);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return last[b.length] ?? limit + 1;
}
