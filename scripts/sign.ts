#!/usr/bin/env node
// The signing job: computes the index itself, signs it, and writes it into a folder. It publishes nothing.
//   node scripts/sign.ts OUT      MOSIS_TARGET, MOSIS_KEY_BINS, _SNAPSHOT, _TIMESTAMP, _PLATFORM
import { join } from "node:path";

import { openJob, openTarget, required } from "./lib/job.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { forgeQueue } from "../src/node/registry/land/keep-queue.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";
import { onlineKeysOf } from "../src/node/registry/publish/key-folder.ts";
import { openMirror } from "../src/node/registry/publish/mirror.ts";
import { signStore } from "../src/node/registry/publish/publish.ts";
import { writeSignedStore } from "../src/node/registry/publish/signed-store.ts";

const [out = "signed"] = process.argv.slice(2);
const { forge, repository, remote } = await openJob();
const key = (role: string): string => required(`MOSIS_KEY_${role}`);
const mirror = await openMirror(join(process.cwd(), "mirror"));
const target = openTarget();
const store = await signStore(await fetchRef(repository, remote, "refs/heads/main"), {
  repository,
  mirror,
  target,
  record: forgeRecord(forge, repository, remote),
  queue: forgeQueue({ forge, repository, remote }),
  keys: await onlineKeysOf({
    bins: key("BINS"),
    snapshot: key("SNAPSHOT"),
    timestamp: key("TIMESTAMP"),
    platform: key("PLATFORM"),
  }),
  now: new Date(),
});
await writeSignedStore(out, store, mirror.blobs, target);
for (const { url, reason } of store.missing) console.log(`::warning::${url} cannot be had: ${reason}`);
for (const hold of store.index.holds) console.log(`held: ${hold.app_id} ${hold.version_code} since ${hold.since}`);
console.log(
  `${store.index.apps.length} apps at ${store.record.commit}, timestamp ${store.signed.head.timestamp.version}`,
);
