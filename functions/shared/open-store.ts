import { statSync } from "node:fs";

import { ConfigurationError } from "./part.ts";
import { type StoreDocuments, urlDocuments } from "./store-documents.ts";
import { folderDocuments } from "./store-folder.ts";

/**
 * The documents of the store that `MOSIS_STORE` names.
 *
 * @throws ConfigurationError when that is neither an address nor a folder
 */
export function openStore(store: string): StoreDocuments {
  if (/^https?:\/\//.test(store) && URL.canParse(store)) return urlDocuments(store.endsWith("/") ? store : `${store}/`);
  if (statSync(store, { throwIfNoEntry: false })?.isDirectory() === true) return folderDocuments(store);
  throw new ConfigurationError(
    `MOSIS_STORE is ${JSON.stringify(store)}, which is neither an address nor a folder. Set it to the address of the store, such as https://store.example/, or to the folder that is published.`,
  );
}
