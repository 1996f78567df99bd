#!/usr/bin/env node
// Writes a backup into a folder of backups while everything runs: the registry, the databases of the functions, and what is published.
//   node scripts/backup.ts --to DIR [--registry URL] [--data DIR] [--target DIR|s3:...] [--blobs DIR] [--keep-days 14]
//   node scripts/backup.ts --to DIR --data DIR --only-deletions      what people had deleted, to be copied each minute
// Keys are in no backup: they are not where this reads.
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { openTarget } from "./lib/job.ts";
import { Refusal, runScript } from "./lib/run-script.ts";
import { copyDeletions } from "../src/node/backup/deletions.ts";
import { makeBackup, pruneBackups } from "../src/node/backup/make-backup.ts";
import { openBlobStore } from "../src/node/blob-store.ts";

const text = { type: "string" } as const;
const options = {
  to: text,
  registry: text,
  data: text,
  target: text,
  blobs: text,
  "keep-days": text,
  "only-deletions": { type: "boolean", default: false },
} as const;

await runScript(async () => {
  const { values } = parseArgs({ options });
  const { to, registry = null, data = null, target, blobs } = values;
  if (to === undefined) throw new Refusal("--to DIR says where backups are kept: best on another machine.");
  if (values["only-deletions"]) {
    if (data === null) throw new Refusal("--only-deletions needs --data DIR, the data folder of the functions.");
    console.log((await copyDeletions(data, to)) ?? "nothing was ever deleted");
    return 0;
  }
  if (registry === null && data === null && target === undefined) {
    throw new Refusal("Name what to back up: --registry, --data, --target, or more of them.");
  }
  const now = new Date();
  const keepDays = daysOf(values["keep-days"]);
  const sources = {
    registry,
    data,
    target: target === undefined ? null : openTarget({ ...process.env, MOSIS_TARGET: target }),
    blobs: blobs === undefined ? null : await openBlobStore(blobs),
  };
  const { folder, manifest, left, copiedBlobs } = await makeBackup(to, sources, now);
  const { store } = manifest;
  if (manifest.registry !== null) console.log(`registry: ${Object.keys(manifest.registry.refs).length} refs`);
  if (manifest.databases !== null) console.log(`databases: ${manifest.databases.join(", ") || "none"}`);
  if (store !== null) console.log(`store: ${store.files} files, ${store.bytes} bytes; ${copiedBlobs} blobs copied`);
  for (const [place, paths] of Map.groupBy(left, dirname)) console.log(`left out: ${paths.length} files in ${place}`);
  for (const old of keepDays === null ? [] : await pruneBackups(to, keepDays, now)) console.log(`deleted: ${old}`);
  console.log(folder);
  return 0;
});

function daysOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new Refusal(`--keep-days ${value} is no number of days from 1 to 9999.`);
}
