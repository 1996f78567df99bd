import type { FileChange } from "../git/diff.ts";
import { type Markup, markup } from "../markup.ts";

/** A link's text and address. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

export function layout(title: string, body: Markup): string {
  return markup`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
pre { overflow: auto; padding: .5rem; border: 1px solid #8886 }
.prose { white-space: pre-wrap; font: inherit; border: 0; padding: 0 }
</style>
<p><a href="/">Local forge</a></p><h1>${title}</h1>
${body}
</html>
`.html;
}

export function anchor({ text, href }: Link): Markup {
  return markup`<a href="${href}">${text}</a>`;
}

export function list(links: readonly Link[]): Markup {
  if (links.length === 0) return markup`<p>None.</p>`;
  return markup`<ul>${links.map((link) => markup`<li>${anchor(link)}</li>`)}</ul>`;
}

export function time(date: string): Markup {
  return markup`<time datetime="${date}">${date}</time>`;
}

/** Text people wrote, with its line ends. */
export function prose(text: string): Markup {
  return markup`<pre class="prose">${text}</pre>`;
}

export function remark(who: string, when: string, verb: string, text: string): Markup {
  return markup`<article><p><strong>${who}</strong> ${verb} &middot; ${time(when)}</p>${prose(text)}</article>`;
}

export function fileChange({ path, status, additions, deletions, patch }: FileChange): Markup {
  const head = markup`<code>${path}</code> ${status} +${additions} -${deletions}`;
  return markup`<details open><summary>${head}</summary><pre>${patch ?? "No text to show."}</pre></details>`;
}
