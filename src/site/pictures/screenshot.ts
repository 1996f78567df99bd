import sharp from "sharp";

import { limits } from "../../core/limits.ts";

/** Heights in pixels that a screenshot is offered in: as high as a page shows it, and twice that for dense displays. */
const HEIGHTS = [448, 896] as const;
/** Goes up with whatever changes how they are made. */
const RECIPE = 1;

/** The smaller versions of a screenshot that are worth having. */
export function screenshotHeights(height: number): readonly number[] {
  return HEIGHTS.filter((_, at) => at === 0 || height > (HEIGHTS[at - 1] ?? 0));
}

/** Names one by the picture it is made of. */
export function screenshotName(sha256: string, height: number): string {
  return `${sha256}-${height}.${RECIPE}.webp`;
}

/** A screenshot in WebP, no higher than asked for and never enlarged. */
export async function drawScreenshot(bytes: Uint8Array, height: number): Promise<Uint8Array> {
  const picture = sharp(bytes, { failOn: "error", limitInputPixels: limits.image.screenshotMax ** 2 });
  const webp = picture.resize({ height, withoutEnlargement: true }).webp({ quality: 82, effort: 4 });
  return new Uint8Array(await webp.toBuffer());
}
