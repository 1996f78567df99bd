import { createHash } from "node:crypto";

import sharp, { type OverlayOptions, type SharpOptions } from "sharp";

import { LOGO_SHAPES } from "../../core/badges/logo.ts";
import { escapeXml } from "../../core/text/escape-xml.ts";
import { plainLine } from "../../core/text/plain-line.ts";

/** What the picture of a page shows where somebody shares its address. */
export interface ShareCard {
  readonly name: string;
  readonly summary: string;
  readonly store: string;
  /** PNG with its SHA-256; null for the logo of the store. */
  readonly icon: { readonly sha256: string; load(): Promise<Uint8Array> } | null;
}

/** Pixels, as https://ogp.me readers like it. */
export const SHARE_SIZE = { width: 1200, height: 630 } as const;

/** Goes up with whatever changes the look. */
const TEMPLATE = 1;
/** Colours of the light theme: src/site/styles/tokens.css. */
const COLOURS = { paper: "#faf7f2", ink: "#1c1a21", muted: "#5f5a68" } as const;
const MARGIN = 80;
const ICON = { size: 176, top: 72, radius: 40 } as const;
const NAME = { font: "sans bold 68", top: 286, height: 150 } as const;
const SUMMARY = { font: "sans 34", gap: 24, height: 84 } as const;
const FOOTER = { font: "sans bold 28", top: 556, logo: 36, height: 40 } as const;
const BAND =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="12"><path fill="#f2684f" d="M0 0h300v12H0z"/>' +
  '<path fill="#f6bb42" d="M300 0h300v12H300z"/><path fill="#18a08b" d="M600 0h300v12H600z"/>' +
  '<path fill="#4d49d6" d="M900 0h300v12H900z"/></svg>';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;

/** Names a picture by everything it is made of. */
export function shareName({ name, summary, store, icon }: ShareCard): string {
  const inputs = JSON.stringify([TEMPLATE, name, summary, store, icon?.sha256 ?? null]);
  return `${createHash("sha256").update(inputs).digest("hex").slice(0, 20)}.png`;
}

/** Draws the picture, PNG, with whatever fonts the machine has. From right to left where the name is. */
export async function drawShare({ name, summary, store, icon }: ShareCard): Promise<Uint8Array> {
  const isMirrored = RIGHT_TO_LEFT.test(name);
  const at = (left: number, width: number): number => (isMirrored ? SHARE_SIZE.width - left - width : left);
  const title = await drawText(name, NAME.font, COLOURS.ink, NAME.height);
  const text = await drawText(summary, SUMMARY.font, COLOURS.muted, SUMMARY.height);
  const footer = await drawText(store, FOOTER.font, COLOURS.ink, FOOTER.height);
  const layers: readonly OverlayOptions[] = [
    { input: Buffer.from(BAND), top: 0, left: 0 },
    { input: await drawIcon(icon), top: ICON.top, left: at(MARGIN, ICON.size) },
    { input: title.data, top: NAME.top, left: at(MARGIN, title.width) },
    { input: text.data, top: NAME.top + title.height + SUMMARY.gap, left: at(MARGIN, text.width) },
    { input: logoSvg(FOOTER.logo), top: FOOTER.top, left: at(MARGIN, FOOTER.logo) },
    {
      input: footer.data,
      top: FOOTER.top + Math.round((FOOTER.logo - footer.height) / 2),
      left: at(MARGIN + FOOTER.logo + 16, footer.width),
    },
  ];
  const picture = sharp({ create: { ...SHARE_SIZE, channels: 3, background: COLOURS.paper } }).composite([...layers]);
  return new Uint8Array(await picture.png({ palette: true, effort: 4 }).toBuffer());
}

interface Drawn {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** On as many lines as it takes; smaller where these would be too many. */
async function drawText(given: string, font: string, colour: string, height: number): Promise<Drawn> {
  const text = `<span foreground="${colour}">${escapeXml(plainLine(given))}</span>`;
  const common = { text, font, width: SHARE_SIZE.width - 2 * MARGIN, rgba: true, wrap: "word-char" } as const;
  const drawn = await rendered({ ...common, dpi: 72 });
  return drawn.height <= height ? drawn : rendered({ ...common, height });
}

async function rendered(text: NonNullable<SharpOptions["text"]>): Promise<Drawn> {
  const { data, info } = await sharp({ text }).png().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function drawIcon(icon: ShareCard["icon"]): Promise<Buffer> {
  if (icon === null) return sharp(logoSvg(ICON.size)).png().toBuffer();
  const { size, radius } = ICON;
  const corners = `<svg width="${size}" height="${size}"><rect width="${size}" height="${size}" rx="${radius}"/></svg>`;
  return sharp(await icon.load(), { failOn: "error" })
    .resize(size, size)
    .composite([{ input: Buffer.from(corners), blend: "dest-in" }])
    .png()
    .toBuffer();
}

function logoSvg(size: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32">${LOGO_SHAPES}</svg>`,
  );
}
