import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { StoreDocuments } from "./store-documents.ts";

/** A published store in a folder of this machine. */
export function folderDocuments(folder: string): StoreDocuments {
  return {
    async read(path, tag) {
      const file = join(folder, path);
      try {
        const { mtimeMs, size, ino } = await stat(file);
        const current = `${ino}-${mtimeMs}-${size}`;
        if (current === tag) return "same";
        return { value: JSON.parse(await readFile(file, "utf8")) as unknown, tag: current };
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
  };
}
