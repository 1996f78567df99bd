import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** How far content may move while a page is loading (Cumulative Layout Shift). */
const MOST_SHIFT = 0.02;
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** That the content moved while the page was loading, if it did. To be asked once, before anything else is done to the page. */
export async function loadingFaults(page: Page): Promise<readonly string[]> {
  const shift = await layoutShift(page);
  return shift < MOST_SHIFT ? [] : [`the content moved by ${shift.toFixed(3)} while loading`];
}

/**
 * What a reader would find wrong with how a page is laid out, one a line: it scrolls sideways, texts lie on each other, or a box cuts a
 * text off without saying so by dots or a scroll bar.
 */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(findTextFaults);
}

/** What axe has against a page, one rule and element a line. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`),
  );
}

function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        let total = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) total += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(total), 50);
      }),
  );
}

/** Runs in the page. A line of text is taken as its middle half: fonts have room above and below that texts may share. */
function findTextFaults(): readonly string[] {
  interface Line {
    readonly node: Text;
    readonly box: DOMRect;
  }
  const faults: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page scrolls sideways: ${scrollWidth} in ${clientWidth} pixels`);

  const nameOf = (node: Text): string => `"${node.data.trim().slice(0, 40)}" in ${node.parentElement?.localName}`;
  const saysSo = ({ textOverflow, webkitLineClamp }: CSSStyleDeclaration): boolean =>
    textOverflow === "ellipsis" || webkitLineClamp !== "none";
  /** The part of a line that its ancestors let through; null when none. */
  const seen = (node: Text, line: DOMRect): DOMRect | null => {
    let { left, right, top, bottom } = line;
    for (let box = node.parentElement; box !== null && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      // Content for the ears alone is a box of one pixel, cut away.
      if (style.clipPath !== "none" || style.clip !== "auto") return null;
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const frame = box.getBoundingClientRect();
      const isCut =
        left < frame.left - 2 || right > frame.right + 2 || top < frame.top - 2 || bottom > frame.bottom + 2;
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      if (isCut && !scrolls && !saysSo(style) && frame.width > 1) faults.push(`cut off: ${nameOf(node)}`);
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
      if (left >= right || top >= bottom) return null;
    }
    return new DOMRect(left, top, right - left, bottom - top);
  };

  const lines: Line[] = [];
  const nodes = document.createNodeIterator(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode() as Text | null; node !== null; node = nodes.nextNode() as Text | null) {
    if (
      node.data.trim() === "" ||
      node.parentElement?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) !== true
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { x, y, width, height } of range.getClientRects()) {
      const middle = new DOMRect(x + 1, y + height / 4, Math.max(0, width - 2), height / 2);
      const box = seen(node, middle);
      if (box !== null && box.width > 0) lines.push({ node, box });
    }
  }
  lines.sort((a, b) => a.box.top - b.box.top);
  lines.forEach(({ node, box }, index) => {
    for (const other of lines.slice(index + 1)) {
      if (other.box.top >= box.bottom) break;
      if (other.node === node || other.box.left >= box.right || box.left >= other.box.right) continue;
      faults.push(`on each other: ${nameOf(node)}, ${nameOf(other.node)}`);
    }
  });
  return [...new Set(faults)];
}
