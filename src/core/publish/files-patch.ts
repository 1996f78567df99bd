/** A text file before and after a change; null where there is none. */
export interface TextChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** A patch for `git apply`. Files are replaced whole: they are small, and every line of them is signed. */
export function filesPatch(changes: readonly TextChange[]): string {
  return changes.map(filePatch).join("");
}

function filePatch({ path, before, after }: TextChange): string {
  const head = [`diff --git a/${path} b/${path}`, ...(before === null ? ["new file mode 100644"] : [])];
  const [removed, added] = [before === null ? [] : linesOf(before), linesOf(after)];
  const from = removed.length === 0 ? "-0,0" : `-1,${removed.length}`;
  const to = added.length === 0 ? "+0,0" : `+1,${added.length}`;
  return [
    ...head,
    before === null ? "--- /dev/null" : `--- a/${path}`,
    `+++ b/${path}`,
    `@@ ${from} ${to} @@`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    "",
  ].join("\n");
}

/** Lines without their ends; one without an end says so as Git does. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return last === "" ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}
