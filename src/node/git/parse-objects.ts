import { toHex } from "../../core/bytes.ts";
import { Bug } from "../../core/findings/bug.ts";

/** One name in a folder. */
export interface TreeEntry {
  /** Without folders. */
  readonly path: string;
  readonly oid: string;
  readonly type: "blob" | "tree" | "commit";
  /** Octal: `100644` is a file, `100755` one that can be run, `120000` a symbolic link, `160000` a submodule, `040000` a folder. */
  readonly mode: string;
}

const OID_BYTES = 20;
const [SPACE, NUL] = [0x20, 0];

/** Reads a tree object: for each entry its mode, a space, its name, a zero byte, and its id in 20 bytes. */
export function parseTree(bytes: Uint8Array): readonly TreeEntry[] {
  const decoder = new TextDecoder();
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(SPACE, at);
    const end = bytes.indexOf(NUL, space);
    if (space < 0 || end < 0 || end + OID_BYTES >= bytes.length + 1) throw new Bug("Git gave a tree that is none");
    const mode = decoder.decode(bytes.subarray(at, space)).padStart(6, "0");
    const path = decoder.decode(bytes.subarray(space + 1, end));
    at = end + 1 + OID_BYTES;
    entries.push({ path, oid: toHex(bytes.subarray(end + 1, at)), type: typeOf(mode), mode });
  }
  return entries;
}

function typeOf(mode: string): TreeEntry["type"] {
  if (mode === "040000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

/** Reads the headers of a commit object. */
export function parseCommit(bytes: Uint8Array): {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly committedAt: number;
} {
  const [headers = ""] = new TextDecoder().decode(bytes).split("\n\n", 1);
  const lines = headers.split("\n").map((line) => line.split(" "));
  const valuesOf = (name: string): readonly string[] =>
    lines.flatMap(([key, value = ""]) => (key === name ? [value] : []));
  const [tree] = valuesOf("tree");
  const committer = lines.find(([key]) => key === "committer");
  const committedAt = Number(committer?.at(-2));
  if (tree === undefined || !Number.isSafeInteger(committedAt)) throw new Bug("Git gave a commit that is none");
  return { tree, parents: valuesOf("parent"), committedAt };
}
