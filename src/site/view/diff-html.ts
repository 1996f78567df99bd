import { escapeHtml } from "./escape-html.ts";
import type { DiffSectionView } from "./version-diff.ts";

/** A difference as HTML: made by the build for the page of a version, and by the browser for any two versions. */
export function diffHtml(sections: readonly DiffSectionView[], heading: "h2" | "h3"): string {
  return sections.map((section) => sectionHtml(section, heading)).join("");
}

function sectionHtml({ title, lines, more }: DiffSectionView, heading: string): string {
  const items = lines.map(({ tone, label, text, isName, detail }) => {
    const name = isName ? `<code>${escapeHtml(text)}</code>` : `<span>${escapeHtml(text)}</span>`;
    const values = detail === "" ? "" : ` <small dir="auto" translate="no">${escapeHtml(detail)}</small>`;
    return `<li><b class="${tone}">${escapeHtml(label)}</b> ${name}${values}</li>`;
  });
  const rest = more === null ? "" : `<p>${escapeHtml(more)}</p>`;
  return `<section class="diff"><${heading}>${escapeHtml(title)}</${heading}><ul role="list">${items.join("")}</ul>${rest}</section>`;
}
