/** Pictures that were made for the pages of a store: display only, and no part of its index. */
export interface Pictures {
  /** Names of what was made of a screenshot, the smallest first, by the SHA-256 of the original. */
  readonly screenshots: { readonly [sha256: string]: readonly string[] };
  /** Names of the pictures for who shares the address of an app, by its id. */
  readonly apps: { readonly [app: string]: string };
  /** The one for all other pages; null where it was not made. */
  readonly store: string | null;
}

export const NO_PICTURES: Pictures = { screenshots: {}, apps: {}, store: null };

/** Where a picture is, from the root of the store. */
export function picturePath(name: string): string {
  return `pictures/${name}`;
}
