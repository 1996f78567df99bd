import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What an author says about a new app; the names are the placeholders of templates. */
export interface TemplateValues {
  readonly id: string;
  readonly name: string;
  readonly author_name: string;
  readonly author_email: string;
}

/** A file of a template or of the app made of it. */
export interface TemplateFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly data: Uint8Array;
}

/** Templates ship as they are, so `src/` and `dist/` find them at one place. */
const TEMPLATES = new URL("../../../src/cli/templates/", import.meta.url);

/** Reads a template that ships with mosis, sorted by path. */
export async function readTemplate(name: string): Promise<readonly TemplateFile[]> {
  const root = join(fileURLToPath(TEMPLATES), name);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, data: await readFile(join(root, path)) })));
}

/**
 * The files of an app: placeholders such as `{{id}}` filled in, and `_gitignore` and the like under their real names, which npm
 * would not ship.
 */
export function fillTemplate(template: readonly TemplateFile[], values: TemplateValues): readonly TemplateFile[] {
  return template.map(({ path, data }) => ({
    path: path.replace(/(^|\/)_(gitignore|mosisignore)$/, "$1.$2"),
    data: fill(data, values, escapers[extname(path)] ?? ((text) => text)),
  }));
}

const PLACEHOLDER = /\{\{(id|name|author_name|author_email)\}\}/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** How a value is written in each language, inside of a string or of text. */
const escapers: Readonly<Record<string, (text: string) => string>> = {
  ".json": (text) => JSON.stringify(text).slice(1, -1),
  ".lua": (text) => text.replace(/[\\"']/g, "\\$&"),
  ".rml": (text) => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char),
};

function fill(data: Uint8Array, values: TemplateValues, escape: (text: string) => string): Uint8Array {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    // A picture.
    return data;
  }
  const filled = text.replace(PLACEHOLDER, (_, key: keyof TemplateValues) => escape(values[key]));
  return new TextEncoder().encode(filled);
}
