import { LOGO_SHAPES } from "./logo.ts";
import { plainLine } from "../text/plain-line.ts";
import { fitText, textWidth } from "./text-width.ts";
import { escapeXml } from "../text/escape-xml.ts";

/** What a badge says. */
export interface Badge {
  readonly label: string;
  readonly value: string;
  readonly tone: BadgeTone;
}

export type BadgeTone = keyof typeof COLOURS;

/** White on each of them has at least 4.5:1. */
const COLOURS = { good: "#0a6a5c", note: "#4d49d6", quiet: "#5f5a68", bad: "#a2271b", label: "#1c1a21" } as const;
const FONT = "Verdana,'DejaVu Sans',Geneva,sans-serif";
/** Pixels. */
const FONT_SIZE = 11;
const HEIGHT = 20;
const PADDING = 7;
const LOGO_SIZE = 12;
const RADIUS = 4;
const TEXT_MAX = 220;

/**
 * A badge for a README, as SVG: a picture with a name, without scripts, styles and fonts from elsewhere. Each text gets the width that
 * was computed for it whatever the font is, so that none is ever clipped.
 */
export function badgeSvg({ label, value, tone }: Badge): string {
  const left = measure(label);
  const right = measure(value);
  const textStart = PADDING + LOGO_SIZE + 5;
  const valueStart = textStart + left.width + PADDING;
  const width = valueStart + PADDING + right.width + PADDING;
  const name = escapeXml(`${plainLine(label)}: ${plainLine(value)}`);
  const logoScale = LOGO_SIZE / 32;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="${RADIUS}" fill="${COLOURS.label}"/>`,
    `<path d="M${valueStart} 0H${width - RADIUS}a${RADIUS} ${RADIUS} 0 0 1 ${RADIUS} ${RADIUS}v${HEIGHT - 2 * RADIUS}a${RADIUS} ${RADIUS} 0 0 1-${RADIUS} ${RADIUS}H${valueStart}Z" fill="${COLOURS[tone]}"/>`,
    `<g transform="translate(${PADDING} ${(HEIGHT - LOGO_SIZE) / 2}) scale(${logoScale})">${LOGO_SHAPES}</g>`,
    `<g fill="#fff" font-family="${FONT}" font-size="${FONT_SIZE}">`,
    textElement(left, textStart),
    textElement(right, valueStart + PADDING),
    "</g>",
    "</svg>",
  ].join("");
}

interface Measured {
  readonly text: string;
  /** Whole pixels. */
  readonly width: number;
}

function measure(given: string): Measured {
  const text = fitText(plainLine(given), (TEXT_MAX / FONT_SIZE) * 1000);
  return { text, width: Math.ceil((textWidth(text) * FONT_SIZE) / 1000) };
}

/** In the middle of its place, which is right for both directions of writing. */
function textElement({ text, width }: Measured, start: number): string {
  const lengths = `textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  return `<text x="${start + width / 2}" y="14" text-anchor="middle" ${lengths}>${escapeXml(text)}</text>`;
}
