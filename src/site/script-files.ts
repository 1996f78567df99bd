import type { ViteUserConfig } from "astro";

/** What Vite wraps around `import()`: it loads in advance what a chunk imports, which no chunk of ours has enough of to be worth 0.8 KB. */
const HELPER = "\0vite/preload-helper.js";

/** Scripts that have a file of their own, whoever shares parts of them. */
const GROUPS = [
  { name: "import", test: /preload-helper/, priority: 1 },
  // What every search runs, without what few of them need, which is loaded then.
  { name: "search", test: /\/src\/(?:core|site)\/search\/(?!words|fold-text|correct|spelling-keys)/ },
];

/** How scripts of pages are divided into files. */
export function scriptFiles(): NonNullable<ViteUserConfig["plugins"]>[number] {
  return {
    name: "mosis-script-files",
    enforce: "pre",
    load: (id) => (id === HELPER ? "export const __vitePreload = (load) => load();" : null),
    configEnvironment: (name) =>
      name === "client" ? { build: { rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } } } } : null,
  };
}
