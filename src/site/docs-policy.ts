import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

import type { AstroIntegration } from "astro";

import { withDocsPolicy } from "./csp.ts";

/** Gives every page of the docs its Content Security Policy; pages of the store have theirs from their layout. */
export function docsPolicy(): AstroIntegration {
  return {
    name: "mosis-docs-policy",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const docs = fileURLToPath(new URL("docs/", dir));
        const files = await readdir(docs, { recursive: true });
        for (const file of files.filter((name) => name.endsWith(".html"))) {
          const path = join(docs, file);
          await writeFile(path, withDocsPolicy(await readFile(path, "utf8")));
        }
      },
    },
  };
}
