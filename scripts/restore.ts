#!/usr/bin/env node
// Checks a backup, and puts its parts where nothing is yet. Then it says what is left for people.
//   node scripts/restore.ts BACKUP                 checks it and writes nothing
//   node scripts/restore.ts BACKUP [--registry DIR] [--data DIR] [--target DIR|s3:...] [--blobs DIR] [--deletions FILE]... [--dry-run]
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { openTarget } from "./lib/job.ts";
import { Refusal, runScript } from "./lib/run-script.ts";
import { leftToDo } from "../src/node/backup/left-to-do.ts";
import { planRestore, restore } from "../src/node/backup/restore-backup.ts";
import { openBlobStore } from "../src/node/blob-store.ts";

const text = { type: "string" } as const;
const options = {
  registry: text,
  data: text,
  target: text,
  blobs: text,
  deletions: { type: "string", multiple: true, default: [] as string[] },
  "dry-run": { type: "boolean", default: false },
} as const;

await runScript(async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0)
    throw new Refusal("Name one backup, a folder that scripts/backup.ts wrote.");
  const { registry = null, data = null, target, blobs, deletions } = values;
  const targets = {
    registry,
    data,
    target: target === undefined ? null : openTarget({ ...process.env, MOSIS_TARGET: target }),
    blobs: blobs === undefined ? null : await openBlobStore(blobs),
    deletions,
  };
  const plan = await planRestore(resolve(folder), targets);
  console.log(`${folder} of ${plan.manifest.made_at} is whole.`);
  if (values["dry-run"]) {
    console.log(JSON.stringify(plan, null, 2));
    return 0;
  }
  await restore(plan, targets);
  for (const [index, line] of leftToDo(plan).entries()) console.log(`${index + 1}. ${line}`);
  return 0;
});
