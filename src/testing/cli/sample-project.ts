import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

/** The smallest project without findings, changed as told. */
export function sampleFiles(changes: ProjectFiles = {}): Readonly<Record<string, string | Uint8Array>> {
  const files: ProjectFiles = {
    "manifest.json": manifestText(),
    "main.rml": "<rml><body>Hello</body></rml>\n",
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

/** The first bytes of a square PNG: as much of an image as the rules look at. */
export function pngHeader(size: number): Uint8Array {
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const header = new Uint8Array(33);
  header.set(bytes);
  const view = new DataView(header.buffer);
  view.setUint32(16, size);
  view.setUint32(20, size);
  return header;
}
