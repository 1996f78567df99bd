import { escapeHtml } from "./escape-html.ts";
import { renderInline } from "./markdown-inline.ts";

type Block =
  | { readonly kind: "paragraph"; readonly lines: string[] }
  | { readonly kind: "list"; readonly tag: "ul" | "ol"; readonly items: string[][] }
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "code"; readonly lines: string[]; open: boolean };

const FENCE = /^\s{0,3}```/;
const HEADING = /^(#{1,6})\s+(\S.*)$/;
const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(\S.*)$/;

/**
 * Store text as HTML: paragraphs, headings, flat lists, code, emphasis and https links of Markdown. What developers write is
 * hostile until shown otherwise, so there is no raw HTML, no image and no other link: anything else comes out as text.
 */
export function renderMarkdown(lines: readonly string[]): string {
  return parseBlocks(lines).map(renderBlock).join("");
}

function parseBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  // Whether a blank line precedes the current one.
  let apart = true;
  for (const line of lines.flatMap((each) => each.split("\n"))) {
    const last = blocks.at(-1);
    if (last?.kind === "code" && last.open) {
      if (FENCE.test(line)) last.open = false;
      else last.lines.push(line);
    } else if (line.trim() === "") {
      apart = true;
      continue;
    } else {
      addLine(blocks, line, apart ? undefined : last);
    }
    apart = false;
  }
  return blocks;
}

/** Adds a line to the block it continues (`open`), or as a new block. */
function addLine(blocks: Block[], line: string, open: Block | undefined): void {
  const last = blocks.at(-1);
  const heading = HEADING.exec(line);
  const item = ITEM.exec(line);
  if (FENCE.test(line)) {
    blocks.push({ kind: "code", lines: [], open: true });
  } else if (heading !== null) {
    blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
  } else if (item !== null) {
    const tag = item[1] === undefined ? "ol" : "ul";
    if (last?.kind === "list" && last.tag === tag) last.items.push([item[2] ?? ""]);
    else blocks.push({ kind: "list", tag, items: [[item[2] ?? ""]] });
  } else if (open?.kind === "paragraph") {
    open.lines.push(line.trim());
  } else if (open?.kind === "list") {
    open.items.at(-1)?.push(line.trim());
  } else {
    blocks.push({ kind: "paragraph", lines: [line.trim()] });
  }
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${renderInline(block.lines.join("\n"))}</p>`;
    case "list":
      return `<${block.tag}>${block.items.map((item) => `<li>${renderInline(item.join("\n"))}</li>`).join("")}</${block.tag}>`;
    case "heading":
      // The page itself has the first two levels.
      return block.level < 3 ? `<h3>${renderInline(block.text)}</h3>` : `<h4>${renderInline(block.text)}</h4>`;
    case "code":
      return `<pre><code>${escapeHtml(block.lines.join("\n"))}</code></pre>`;
  }
}
