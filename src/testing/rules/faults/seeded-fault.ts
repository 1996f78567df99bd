import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

import type { RuleId } from "../../../core/findings/catalogue.ts";

/** A first-party app with one thing wrong, as a developer may get it wrong. */
export interface SeededFault {
  /** What they did. */
  readonly name: string;
  /** Folder below src/system-apps. */
  readonly app: string;
  readonly edit: Edit;
  /** What is found in the app then, and nothing else. */
  readonly finds: readonly ExpectedFinding[];
  /** What `--fix` makes of it; without, it changes nothing. */
  readonly fix?: ExpectedFix;
}

/**
 * Where a finding is expected: a piece of the faulty file that occurs once, with `¦` where the finding begins; without, it is one about
 * the file as a whole, or about no file where its name is empty.
 */
export type ExpectedFinding = readonly [rule: RuleId, file: string, place?: string];

export interface ExpectedFix {
  /** What it says it does, in order. */
  readonly says: readonly string[];
  /** What it changes in the faulty app; `"undo"` gives back the app without the fault, byte for byte. */
  readonly edit: Edit | "undo";
  /** Rules of which something is found all the same. */
  readonly leaves?: readonly RuleId[];
}

/** Every file of an app's folder by its path, those too that are not packed. */
export type AppFiles = ReadonlyMap<string, Uint8Array>;

/** Changes some files. */
export type Edit = (files: Map<string, Uint8Array>) => void;

/** The mark of a place. */
const MARK = "¦";
const APPS = join(import.meta.dirname, "../../../system-apps");

/** The files of an app of src/system-apps. */
export function readApp(app: string): AppFiles {
  const root = join(APPS, app);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => join(root, path));
  return new Map(
    paths
      .filter((path) => statSync(path).isFile())
      .map((path) => [relative(root, path).replaceAll(sep, "/"), readFileSync(path)]),
  );
}

/** Replaces a text that occurs once in the file. */
export function replace(file: string, text: string, replacement: string): Edit {
  return (files) => {
    const source = textOf(files, file);
    positionOf(source, text, file);
    files.set(file, utf8(source.replace(text, () => replacement)));
  };
}

export function write(file: string, content: string | Uint8Array): Edit {
  return (files) => void files.set(file, typeof content === "string" ? utf8(content) : content);
}

export function remove(file: string): Edit {
  return (files) => {
    if (!files.delete(file)) throw new RangeError(`no file ${file}`);
  };
}

export function rename(file: string, other: string): Edit {
  return (files) => {
    write(other, bytesOf(files, file))(files);
    remove(file)(files);
  };
}

/** Changes the bytes of a file. */
export function change(file: string, edit: (bytes: Uint8Array) => Uint8Array): Edit {
  return (files) => void files.set(file, edit(bytesOf(files, file)));
}

export function all(...edits: readonly Edit[]): Edit {
  return (files) => edits.forEach((edit) => edit(files));
}

export function edited(files: AppFiles, edit: Edit): AppFiles {
  const copy = new Map(files);
  edit(copy);
  return copy;
}

/** The rule with file, line and column, as the fault says it: both count from 1. */
export function located(files: AppFiles, [rule, file, place]: ExpectedFinding): string {
  if (place === undefined) return `${rule} ${file}`;
  const [before = "", after] = place.split(MARK);
  if (after === undefined) throw new TypeError(`no ${MARK} in ${place}`);
  const source = textOf(files, file);
  const lines = source.slice(0, positionOf(source, before + after, file) + before.length).split("\n");
  return `${rule} ${file} ${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

function positionOf(source: string, text: string, file: string): number {
  const position = source.indexOf(text);
  if (position === -1) throw new RangeError(`${file} has no ${text}`);
  if (source.includes(text, position + 1)) throw new RangeError(`${file} has ${text} more than once`);
  return position;
}

function bytesOf(files: AppFiles, file: string): Uint8Array {
  const bytes = files.get(file);
  if (bytes === undefined) throw new RangeError(`no file ${file}`);
  return bytes;
}

function textOf(files: AppFiles, file: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(files, file));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
