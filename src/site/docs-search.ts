import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { AstroIntegration } from "astro";
import { close, createIndex } from "pagefind";

/** Indexes the docs for their search. Starlight's own step would read the page of every app as well, to find nothing in it. */
export function docsSearch(): AstroIntegration {
  return {
    name: "mosis-docs-search",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const { index, errors } = await createIndex();
        if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join(" ")}`);
        try {
          const added = await index.addDirectory({ path: fileURLToPath(dir), glob: "docs/**/*.html" });
          // Its own `writeFiles` says that it is done before all bytes are in the files, and may be closed before they are.
          const made = await index.getFiles();
          const failures = [...added.errors, ...made.errors];
          if (failures.length > 0) throw new Error(`Pagefind could not index the docs: ${failures.join(" ")}`);
          const folder = fileURLToPath(new URL("pagefind/", dir));
          await rm(folder, { recursive: true, force: true });
          for (const { path, content } of made.files) {
            await mkdir(dirname(join(folder, path)), { recursive: true });
            await writeFile(join(folder, path), content);
          }
        } finally {
          await close();
        }
      },
    },
  };
}
