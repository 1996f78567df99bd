import { loadStore } from "./store.ts";
import { type Reader, readerOf } from "../i18n/reader.ts";

const readers = new Map<string | undefined, Reader>();

/** The reader of the page that is being made: its address begins with their language. Takes the global `Astro`. */
export function pageReader({ params }: { readonly params: { readonly lang?: string | undefined } }): Reader {
  const { lang } = params;
  const reader = readers.get(lang) ?? readerOf(lang, loadStore().info);
  readers.set(lang, reader);
  return reader;
}
