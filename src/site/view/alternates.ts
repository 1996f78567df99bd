import type { StoreInfo } from "./store-data.ts";
import { pageLanguages } from "../i18n/reader.ts";

/** The same page in one of the languages of the store. */
export interface AlternateView {
  /** BCP 47. */
  readonly lang: string;
  /** What its speakers call the language. */
  readonly name: string;
  /** Path from the root of the site. */
  readonly href: string;
  readonly isCurrent: boolean;
}

/** @param segment first segment of `path`; undefined for the store's own language, which has none */
export function alternatesOf(
  path: string,
  segment: string | undefined,
  info: Pick<StoreInfo, "languages">,
): readonly AlternateView[] {
  const rest = segment === undefined ? path : path.slice(segment.length + 1);
  return pageLanguages(info).map(([each, { tag, name }]) => ({
    lang: tag,
    name,
    href: each === undefined ? rest : `/${each}${rest}`,
    isCurrent: each === segment,
  }));
}
