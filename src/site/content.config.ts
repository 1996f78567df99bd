import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

import { docsPage } from "./docs-links.ts";

// `content/docs` is a link to the `docs` folder of the repository, because Starlight builds its sidebar from paths below
// `content/docs`. Its own docsLoader() takes every file; decision records and the architecture have no page: they are about the code, and
// are read beside it.
const docs = defineCollection({
  loader: glob({
    base: "./src/site/content/docs",
    pattern: ["**/[^_]*.md", "!adr/**", "!ARCHITECTURE.md"],
    generateId: ({ entry }) => `docs/${docsPage(entry)}`.replace(/\/$/, ""),
  }),
  schema: docsSchema(),
});

export const collections = { docs };
