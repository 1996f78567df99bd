import { resolveReference } from "./file-references.ts";
import { moduleFile } from "./naming-calls.ts";
import type { PackageFile } from "./package-document.ts";
import { MANIFEST_PATH } from "./package-path.ts";
import type { CodeReport } from "../code/code-report.ts";

/** Which files of a package name which others. */
export interface FileGraph {
  /** The files that name one, itself not among them. */
  namersOf(path: string): ReadonlySet<string>;
  /** The files that are named by the manifest, by what it names, and so on. */
  readonly reached: ReadonlySet<string>;
}

const DATA = /\.json$/i;
const JSON_STRING = /"((?:[^"\\]|\\.)*)"/g;

/**
 * Follows what documents and style sheets refer to, modules that are required, and strings in code and data that are a path, the end of one, a
 * file's name without what follows its dot, or a folder: names are put together of such pieces.
 *
 * @param entry the first document, from whose folder on modules are found
 */
export function fileGraph(files: readonly PackageFile[], reports: readonly CodeReport[], entry: string): FileGraph {
  const paths = files.map(({ path }) => path as string);
  const pieces = piecesOf(paths);
  const known = new Set(paths);
  // More is said elsewhere of a file that is named in other letters; unused it is not.
  const spelled = new Map(paths.map((path) => [path.toLowerCase(), path]));
  const namers = new Map<string, Set<string>>();
  const named = new Map<string, Set<string>>();
  const link = (from: string, path: string | null): void => {
    const to = path === null || known.has(path) ? path : (spelled.get(path.toLowerCase()) ?? null);
    if (to === null || to === from) return;
    addTo(namers, to, from);
    addTo(named, from, to);
  };
  const mention = (from: string, text: string): void => {
    for (const path of pieces.get(text.replace(/^(?:\.{0,2}\/)+/, "").toLowerCase()) ?? []) link(from, path);
  };
  for (const { file, references, calls, strings } of reports) {
    for (const { path } of references) link(file, resolveReference(file, path));
    for (const { name, values } of calls) {
      if (name === "require") for (const value of values) link(file, moduleFile(value, entry));
    }
    for (const text of strings) mention(file, text);
  }
  for (const { path, data } of files) {
    if (!DATA.test(path)) continue;
    for (const [, text = ""] of new TextDecoder().decode(data).matchAll(JSON_STRING)) mention(path, text);
  }
  return { namersOf: (path) => namers.get(path) ?? new Set(), reached: reachedFrom(MANIFEST_PATH, named) };
}

/** Which files a piece of text may stand for, in lower case. */
function piecesOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const pieces = new Map<string, string[]>();
  for (const path of paths) {
    for (const piece of piecesOfPath(path.toLowerCase())) {
      const others = pieces.get(piece);
      if (others === undefined) pieces.set(piece, [path]);
      else others.push(path);
    }
  }
  return pieces;
}

function piecesOfPath(path: string): ReadonlySet<string> {
  const pieces = new Set<string>();
  const segments = path.split("/");
  const name = segments.at(-1) ?? "";
  const dot = name.lastIndexOf(".");
  for (let from = 0; from < segments.length; from += 1) {
    const end = segments.slice(from).join("/");
    pieces.add(end);
    if (dot > 0) pieces.add(end.slice(0, dot - name.length));
    for (let to = from + 1; to < segments.length; to += 1) pieces.add(`${segments.slice(from, to).join("/")}/`);
  }
  // What is put behind something else: "-day.png", ".png".
  for (const { index } of name.matchAll(/[-_.]/g)) if (index <= dot) pieces.add(name.slice(index));
  return pieces;
}

function reachedFrom(start: string, named: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set hands out what is added to it while it is walked.
  for (const path of reached) for (const next of named.get(path) ?? []) reached.add(next);
  return reached;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
