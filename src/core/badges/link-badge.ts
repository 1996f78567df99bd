import { LOGO_SHAPES } from "./logo.ts";
import { plainLine } from "../text/plain-line.ts";
import { fitText, textWidth } from "./text-width.ts";
import { escapeXml } from "../text/escape-xml.ts";

const THEMES = {
  light: { paper: "#fff", line: "#d5cec1", ink: "#1c1a21", muted: "#5f5a68" },
  dark: { paper: "#1d1c23", line: "#45434f", ink: "#f3f1f6", muted: "#aba7b6" },
} as const;
/** Pixels. */
const HEIGHT = 56;
const TEXT_START = 58;
const SMALL = 11;
const LARGE = 19;
const TEXT_MAX = 260;
/** Bold letters over plain ones. */
const BOLD = 1.08;

export type LinkBadgeTheme = keyof typeof THEMES;

/** The badge that leads from a project's page to its app in the store, as SVG. */
export function linkBadgeSvg(storeTitle: string, theme: LinkBadgeTheme): string {
  const { paper, line, ink, muted } = THEMES[theme];
  const title = fitText(plainLine(storeTitle), ((TEXT_MAX / LARGE) * 1000) / BOLD);
  const intro = "Get it on";
  const introWidth = Math.ceil((textWidth(intro) * SMALL) / 1000);
  const titleWidth = Math.ceil((textWidth(title) * LARGE * BOLD) / 1000);
  const width = TEXT_START + Math.max(introWidth, titleWidth) + 16;
  const name = escapeXml(`${intro} ${plainLine(storeTitle)}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="12" fill="${paper}" stroke="${line}"/>`,
    `<g transform="translate(14 12)">${LOGO_SHAPES}</g>`,
    `<g font-family="system-ui,-apple-system,'Segoe UI',Verdana,'DejaVu Sans',sans-serif">`,
    textElement(intro, 20, { size: SMALL, width: introWidth, fill: muted, weight: 400 }),
    textElement(title, 42, { size: LARGE, width: titleWidth, fill: ink, weight: 700 }),
    "</g>",
    "</svg>",
  ].join("");
}

function textElement(
  text: string,
  y: number,
  { size, width, fill, weight }: { readonly size: number; readonly width: number; fill: string; weight: number },
): string {
  const lengths = `textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  const font = `font-size="${size}" font-weight="${weight}" fill="${fill}"`;
  return `<text x="${TEXT_START + width / 2}" y="${y}" text-anchor="middle" ${font} ${lengths}>${escapeXml(text)}</text>`;
}
