import type { Localized } from "./local-text.ts";
import type { AppData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";
import type { IndexedListing } from "../../core/index/app-document.ts";

export interface ScreenshotView {
  readonly src: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** Size of a screenshot whose own size could not be read: that of a Mosis screen. */
const SCREEN = { width: 720, height: 1440 } as const;

/** The screenshots of a listing; none where there is no listing. */
export function screenshotViews(
  listing: Localized<IndexedListing> | null,
  { pictures }: Pick<AppData, "pictures">,
  { routes }: Reader,
): readonly ScreenshotView[] {
  return (listing?.value.screenshots ?? []).map(({ path, alt }) => ({
    src: routes.file(path),
    alt,
    ...(pictures.get(path) ?? SCREEN),
  }));
}
