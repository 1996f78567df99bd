import { localName } from "./local-text.ts";
import type { StoreData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

/** A name that leads to a page. */
export interface LinkView {
  readonly name: string;
  readonly href: string;
}

/** The first of an app's categories; null where it has none that the store knows. */
export function categoryLink(
  [id]: readonly string[],
  { categories }: Pick<StoreData, "categories">,
  reader: Reader,
): LinkView | null {
  const found = categories.find((each) => each.id === id);
  if (found === undefined) return null;
  return { name: localName(found.id, found.name, reader), href: reader.routes.category(found.id) };
}
