import { escapeHtml } from "./escape-html.ts";
import { safeHref } from "./safe-href.ts";

// Every alternative ends at the next delimiter of its own kind, so the whole scan is linear, and what it captures cannot hold
// that delimiter again, so nesting is at most four deep.
const TOKEN = new RegExp(
  [
    /\\(?<literal>[!-/:-@[-`{-~])/,
    /`(?<code>[^`]+)`/,
    /\*\*(?<strong>[^*]+)\*\*/,
    /\*(?<starred>[^*\s][^*]*)\*/,
    /(?<!\w)_(?<underscored>[^_\s][^_]*)_(?!\w)/,
    /\[(?<label>[^[\]]+)\]\((?<target>[^()\s]+)\)/,
    /(?<address>https:\/\/[^\s<>()"'`*[\]]*[\w/#=])/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/**
 * One paragraph of Markdown as HTML: code, strong, emphasis and https links. Everything else is text; text is always escaped.
 * With `links` false, links are text as well.
 */
export function renderInline(text: string, links = true): string {
  let html = "";
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    html += escapeHtml(text.slice(end, match.index)) + renderToken(match, links);
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

function renderToken(match: RegExpExecArray, links: boolean): string {
  const { literal, code, strong, starred, underscored, label, target, address } = match.groups ?? {};
  const emphasis = starred ?? underscored;
  if (literal !== undefined) return escapeHtml(literal);
  if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
  if (strong !== undefined) return `<strong>${renderInline(strong, links)}</strong>`;
  if (emphasis !== undefined) return `<em>${renderInline(emphasis, links)}</em>`;
  const href = links ? safeHref(target ?? address ?? "") : null;
  if (href === null) return escapeHtml(match[0]);
  // Anchors cannot nest, so a label holds no links.
  const text = label === undefined ? escapeHtml(match[0]) : renderInline(label, false);
  return `<a href="${escapeHtml(href)}" rel="nofollow ugc noopener">${text}</a>`;
}
