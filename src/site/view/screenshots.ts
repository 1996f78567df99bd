import type { Localized } from "./local-text.ts";
import type { AppData, PictureData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";
import type { IndexedListing } from "../../core/index/app-document.ts";

export interface ScreenshotView {
  readonly src: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  /** Smaller ones, for `srcset`; null where there are none. */
  readonly srcset: string | null;
}

/** Size of a screenshot whose own size could not be read: that of a Mosis screen. */
const SCREEN: PictureData = { width: 720, height: 1440, smaller: [] };

/** The screenshots of a listing; none where there is no listing. */
export function screenshotViews(
  listing: Localized<IndexedListing> | null,
  { pictures }: Pick<AppData, "pictures">,
  { routes }: Reader,
): readonly ScreenshotView[] {
  return (listing?.value.screenshots ?? []).map(({ path, alt }) => {
    const { width, height, smaller } = pictures.get(path) ?? SCREEN;
    const srcset = smaller.map((each, at) => `${routes.file(each)} ${at + 1}x`).join(", ");
    return { src: routes.file(path), alt, width, height, srcset: srcset === "" ? null : srcset };
  });
}
