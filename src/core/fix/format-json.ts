import type { Draft } from "./project-draft.ts";

/** Characters of a line; lists of plain values that fit stay on one. */
const WIDTH = 100;

/** JSON as people write it: two spaces, short lists on one line, a final newline. */
export function formatJson(value: Draft): string {
  return `${format(value, "")}\n`;
}

function format(value: Draft, indent: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isPlain = value.every((each) => each === null || typeof each !== "object");
    const line = `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
    if (value.length === 0 || (isPlain && indent.length + line.length <= WIDTH)) return line;
    return `[\n${value.map((each) => inner + format(each, inner)).join(",\n")}\n${indent}]`;
  }
  const members = Object.entries(value);
  if (members.length === 0) return "{}";
  const lines = members.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${format(each, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
