import { createHash } from "node:crypto";
import { statSync } from "node:fs";

import { packageSource } from "./package-source.ts";
import { decideWeeks, publicStats } from "./publish/publish-weeks.ts";
import { writeStats } from "./publish/stats-folder.ts";
import type { SourceLines } from "./roll-day.ts";
import { rollUp, type RolledUp, usualRetention } from "./roll-up.ts";
import { folderSourceCache } from "./source-cache.ts";
import { folderBytes, urlBytes } from "./store-bytes.ts";
import { openRollups, telemetryFiles } from "./telemetry-files.ts";
import type { Sha256Function } from "../../../src/core/crypto.ts";
import { dayOf } from "../../../src/core/telemetry/days.ts";
import { zlibCrc32, zlibInflate } from "../../shared/inflate.ts";
import { ConfigurationError, type Environment } from "../../shared/part.ts";
import { rawDaysOf } from "../../shared/raw-days.ts";

export interface Round extends RolledUp {
  /** Apps whose public numbers are new. */
  readonly published: readonly string[];
}

/**
 * One round: counts what is new in the raw files below `MOSIS_DATA`, deletes what is too old, and writes what may be public into the
 * published store in the folder `MOSIS_STATS`, where that is set. `MOSIS_STORE` has the packages whose source tells crashes apart.
 *
 * @throws ConfigurationError
 */
export async function rollUpRound(environment: Environment, now: Date): Promise<Round> {
  const { MOSIS_DATA: data = "", MOSIS_STATS: published = "" } = environment;
  if (data === "")
    throw new ConfigurationError("MOSIS_DATA is not set. Set it to the folder that the server has its data in.");
  if (published !== "" && !isFolder(published)) {
    throw new ConfigurationError(
      `MOSIS_STATS is ${JSON.stringify(published)}, which is no folder. Set it to the folder of the published store, or leave it out.`,
    );
  }
  const retention = { ...usualRetention, rawDays: rawDaysOf(environment) };
  const sourceLines = sourceOf(environment, now);
  const database = openRollups(data);
  try {
    const rolled = await rollUp(
      database,
      { folder: telemetryFiles(data).raw, now, retention },
      { sha256, sourceLines },
    );
    if (published === "") return { ...rolled, published: [] };
    decideWeeks(database, dayOf(now.getTime()));
    return { ...rolled, published: await writeStats(published, publicStats(database)) };
  } finally {
    database.close();
  }
}

const sha256: Sha256Function = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());

export function sourceOf({ MOSIS_STORE: store = "", MOSIS_DATA: data = "" }: Environment, now: Date): SourceLines {
  if (store === "") return async () => null;
  const isUrl = /^https?:\/\//.test(store);
  const read = isUrl ? urlBytes(store.endsWith("/") ? store : `${store}/`) : folderBytes(store);
  const cache = folderSourceCache(telemetryFiles(data).source, now);
  return packageSource(read, cache, { inflate: zlibInflate, crc32: zlibCrc32, sha256 });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
