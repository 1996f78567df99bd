import { posix } from "node:path";

import type { AstroIntegration } from "astro";

/** The path of a file's page below `/docs/`: `index.md` and, as forges show it, `README.md` stand for their folder. */
export function docsPage(file: string): string {
  return file.replace(/\.md$/, "").replace(/(^|\/)(?:index|README)$/, "$1");
}

/**
 * The address of the page that a link in a Markdown file leads to, or null when it leads elsewhere. Links are written for readers
 * of the repository, from file to file.
 *
 * @param from path of the file that holds the link, below `docs`
 */
export function docsAddress(target: string, from: string): string | null {
  const [, path, hash = ""] = /^([^:#?]+\.md)(#.*)?$/.exec(target) ?? [];
  if (path === undefined) return null;
  const page = docsPage(posix.join(posix.dirname(from), path));
  if (page.startsWith("..")) return null;
  return `${posix.join("/docs", page)}/${hash}`.replaceAll("//", "/");
}

/** Lets links between Markdown files of `docs` lead to their pages. */
export function docsLinks(): AstroIntegration {
  return {
    name: "mosis-docs-links",
    hooks: {
      "astro:config:setup": ({ config }) => {
        const { options } = config.markdown.processor as unknown as MarkdownEngine;
        options.mdastPlugins.push({
          name: "mosis-docs-links",
          link(node, context) {
            const [, from] = /\/docs\/(?!.*\/docs\/)(.+)$/.exec(context.fileURL?.pathname ?? "") ?? [];
            const address = from === undefined ? null : docsAddress(node.url, from);
            if (address !== null) context.setProperty(node, "url", address);
          },
        });
      },
    },
  };
}

/** What is used of Astro's Markdown engine, which takes plugins as plain objects. */
interface MarkdownEngine {
  readonly options: { readonly mdastPlugins: LinkPlugin[] };
}

interface LinkPlugin {
  readonly name: string;
  link(
    node: { readonly url: string },
    context: { readonly fileURL: URL | undefined; setProperty(node: object, key: "url", value: string): void },
  ): void;
}
