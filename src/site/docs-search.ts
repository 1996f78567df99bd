import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { AstroIntegration } from "astro";
import { close, createIndex } from "pagefind";

/** Indexes the docs for their search. Starlight's own step would read the page of every app as well, to find nothing in it. */
export function docsSearch(): AstroIntegration {
  return {
    name: "mosis-docs-search",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(new URL("pagefind/", dir));
        // It writes onto what lies there without making it shorter.
        await rm(folder, { recursive: true, force: true });
        const { index, errors } = await createIndex();
        if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join(" ")}`);
        try {
          const added = await index.addDirectory({ path: fileURLToPath(dir), glob: "docs/**/*.html" });
          const written = await index.writeFiles({ outputPath: folder });
          const failures = [...added.errors, ...written.errors];
          if (failures.length > 0) throw new Error(`Pagefind could not index the docs: ${failures.join(" ")}`);
        } finally {
          await close();
        }
      },
    },
  };
}
