#!/usr/bin/env node
// The uploading job: puts a signed store and its pages onto the target, the timestamp last, and records what was published.
//   node scripts/upload.ts SIGNED PAGES      MOSIS_TARGET
import { openJob, openTarget } from "./lib/job.ts";
import { forgeRecord } from "../src/node/registry/publish/forge-record.ts";
import { readPages, readSignedStore } from "../src/node/registry/publish/signed-store.ts";
import { uploadTree } from "../src/node/registry/publish/upload.ts";

const [signed = "signed", pages = "pages"] = process.argv.slice(2);
const { forge, repository, remote } = await openJob();
const { tree, blobs, record } = await readSignedStore(signed);
const { uploaded, removed } = await uploadTree({ ...tree, pages: await readPages(pages) }, blobs, openTarget());
await forgeRecord(forge, repository, remote).write(record);
console.log(`${uploaded} files uploaded, ${removed} removed, timestamp ${record.head.timestamp.version}`);
