/** A document of a published store, and what tells this one from an earlier one. */
export interface StoreDocument {
  readonly value: unknown;
  readonly tag: string | null;
}

/** The documents of a published store, such as `v1/apps.json`. */
export interface StoreDocuments {
  /**
   * @param tag of the document that is known; null when none is
   * @returns `same` when it is still that one, null when there is none
   * @throws Error when the store cannot be read
   */
  read(path: string, tag: string | null): Promise<StoreDocument | "same" | null>;
}

/** Milliseconds until a document of the store has to be here. */
const FETCH_MS = 10_000;

/** @param base address of the store, with a final slash */
export function urlDocuments(base: string, get: typeof fetch = fetch): StoreDocuments {
  return {
    async read(path, tag) {
      const response = await get(new URL(path, base), {
        headers: { accept: "application/json", ...(tag !== null && { "if-none-match": tag }) },
        signal: AbortSignal.timeout(FETCH_MS),
      });
      if (response.status === 304) return "same";
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`${new URL(path, base).href} answered ${response.status}.`);
      return { value: await response.json(), tag: response.headers.get("etag") };
    },
  };
}
