import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

// `content/docs` is a link to the `docs` folder of the repository, because Starlight builds its sidebar from paths below
// `content/docs`. Its own docsLoader() takes every file; decision records, the specification and the architecture have no page.
const docs = defineCollection({
  loader: glob({
    base: "./src/site/content/docs",
    pattern: ["**/[^_]*.md", "!adr/**", "!spec/**", "!ARCHITECTURE.md"],
    generateId: ({ entry }) =>
      ["docs", entry.replace(/\.md$/, "").replace(/(^|\/)index$/, "")].filter(Boolean).join("/"),
  }),
  schema: docsSchema(),
});

export const collections = { docs };
