import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { RawDay } from "./roll-day.ts";
import { isDay } from "../../../src/core/telemetry/days.ts";

/** The raw files in a folder, oldest first; none where there is no folder yet. */
export function rawDays(folder: string): readonly RawDay[] {
  return filesOf(folder)
    .flatMap((name) => {
      const day = name.slice(0, -".db".length);
      return name.endsWith(".db") && isDay(day) ? [{ day, path: join(folder, name) }] : [];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Deletes a raw file. Its log goes last: a database without its log could be read as one that lacks events. */
export function deleteRawDay({ path }: RawDay): void {
  for (const end of ["", "-shm", "-wal"]) rmSync(`${path}${end}`, { force: true });
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
