// @ts-check
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";

import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

import { docsLinks } from "./src/site/docs-links.ts";
import { docsPolicy } from "./src/site/docs-policy.ts";
import { docsSearch } from "./src/site/docs-search.ts";
import { scriptFiles } from "./src/site/script-files.ts";
import { keyedPages } from "./src/site/render/keyed-pages.ts";

const { MOSIS_SITE_URL: site = "https://store.mosis.dev", MOSIS_SITE_OUT: outDir = ".mosis/site" } = process.env;

export default defineConfig({
  site,
  outDir,
  srcDir: "./src/site",
  publicDir: "./src/site/public",
  // Not in the modules, which several copies of the project may share. Astro does not notice other options of Starlight.
  cacheDir: `./.astro/cache/${hash("sha256", readFileSync(import.meta.filename)).slice(0, 8)}`,
  trailingSlash: "always",
  build: { format: "directory", inlineStylesheets: "never" },
  // No script on store pages but their own.
  prefetch: false,
  // The policy of a page of the store allows no inline scripts but those of its layout.
  vite: {
    // What is kept of the build before lies in the folder of the pages; buildSite empties it where nothing is to be kept.
    build: { assetsInlineLimit: 0, emptyOutDir: false },
    plugins: [scriptFiles()],
  },
  devToolbar: { enabled: false },
  integrations: [
    docsLinks(),
    docsPolicy(),
    docsSearch(),
    keyedPages(),
    // Starlight adds the sitemap integration, which is quadratic in pages, unless one of its name is there.
    { name: "@astrojs/sitemap", hooks: {} },
    starlight({
      title: "Mosis Docs",
      favicon: "/favicon.svg",
      disable404Route: true,
      pagefind: false,
      customCss: ["./src/site/styles/tokens.css", "./src/site/styles/docs.css"],
      expressiveCode: { defaultProps: { frame: "none", wrap: true }, styleOverrides: { borderRadius: "0.625rem" } },
      components: {
        Search: "./src/site/components/docs/Search.astro",
        SiteTitle: "./src/site/components/docs/SiteTitle.astro",
      },
      sidebar: [
        { label: "Start", items: ["docs", "docs/getting-started"] },
        {
          label: "Make an app",
          items: [
            "docs/guides/ui",
            "docs/guides/lua",
            "docs/guides/data-binding",
            "docs/guides/storage",
            "docs/guides/networking",
            "docs/guides/permissions",
            "docs/guides/localisation",
            "docs/guides/testing",
            "docs/guides/best-practices",
          ],
        },
        {
          label: "Publish it",
          items: [
            "docs/guides/package-format",
            "docs/guides/signing-keys",
            "docs/guides/publishing",
            "docs/guides/continuous-publishing",
            "docs/guides/portal",
            "docs/guides/review-process",
            "docs/guides/updates",
            "docs/guides/beta-channels",
            "docs/guides/teams",
            "docs/guides/telemetry",
            "docs/guides/troubleshooting",
          ],
        },
        {
          label: "Reference",
          items: [
            "docs/reference",
            "docs/reference/cli",
            "docs/reference/manifest",
            "docs/reference/locale",
            "docs/reference/rml",
            "docs/reference/rules",
            "docs/reference/permissions",
            "docs/reference/score",
            "docs/reference/package-document",
            "docs/reference/review-report",
            "docs/reference/feeds-and-badges",
            "docs/reference/http-api",
            "docs/reference/portal-api",
            "docs/reference/problems",
            "docs/reference/glossary",
          ],
        },
        { label: "Registry", collapsed: true, items: [{ autogenerate: { directory: "reference/registry" } }] },
        { label: "Lua API", items: [{ autogenerate: { directory: "reference/lua" } }] },
        {
          label: "Operate",
          items: [
            "docs/operate/your-own-store",
            "docs/operate/workflows",
            "docs/operate/keys-and-ceremonies",
            "docs/operate/hosting",
            "docs/operate/telemetry",
            "docs/operate/telemetry-scale",
            "docs/operate/limits",
            "docs/operate/review",
            "docs/operate/moderation",
            "docs/operate/curation",
            "docs/operate/portal",
            "docs/operate/portal-accounts",
            "docs/operate/backup-and-disaster",
            "docs/operate/verify-a-store",
          ],
        },
        {
          label: "Specification",
          collapsed: true,
          items: [
            "docs/spec",
            "docs/spec/canonical-json",
            "docs/spec/signed-documents",
            "docs/spec/keys-and-lineage",
            "docs/spec/manifest",
            "docs/spec/package",
            "docs/spec/registry-documents",
            "docs/spec/review-states",
            "docs/spec/submissions",
            "docs/spec/published-tree-and-tuf",
            "docs/spec/device-algorithm",
            "docs/spec/search",
            "docs/spec/telemetry",
            "docs/spec/data-model",
            "docs/spec/tables",
            "docs/spec/verify-by-hand",
          ],
        },
      ],
    }),
  ],
});
