import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { squarePng } from "../png.ts";

/** Files of a project by path; null leaves one of the sample's files out. */
export type ProjectFiles = Readonly<Record<string, string | Uint8Array | null>>;

/** The manifest of the sample app. */
export const sampleManifest = {
  id: "com.example.sample",
  name: "Sample",
  version: "1.2.0",
  version_code: 3,
  entry: "main.rml",
  permissions: ["storage"],
  permission_reasons: { storage: "Keeps what you write." },
  min_mosis_version: "1.0.0",
  author: { name: "Ada", email: "ada@example.com" },
  icons: { "32": "icon-32.png", "64": "icon-64.png", "128": "icon-128.png" },
} as const;

/** A manifest as text, with some keys changed; undefined removes one. */
export function manifestText(changes: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ ...sampleManifest, ...changes }, null, 2)}\n`;
}

/** The document of the sample app, which names some files. */
export function samplePage(...files: readonly string[]): string {
  return `<rml><body onload="warn(storage)">Hello${files.map((file) => `<p file="${file}"/>`).join("")}</body></rml>\n`;
}

/** The smallest project without findings, changed as told. */
export function sampleFiles(changes: ProjectFiles = {}): Readonly<Record<string, string | Uint8Array>> {
  const files: ProjectFiles = {
    "manifest.json": manifestText(),
    "main.rml": samplePage(),
    "icon-32.png": pngHeader(32),
    "icon-64.png": pngHeader(64),
    "icon-128.png": pngHeader(128),
    ...changes,
  };
  return Object.fromEntries(Object.entries(files).filter((entry) => entry[1] !== null)) as Record<string, string>;
}

/** Writes the sample project, changed as told, into a folder. */
export function writeSampleProject(folder: string, changes: ProjectFiles = {}): void {
  for (const [path, data] of Object.entries(sampleFiles(changes))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
}

/** A whole square PNG, as the rules want icons. */
export function pngHeader(size: number): Uint8Array {
  return squarePng(size);
}
