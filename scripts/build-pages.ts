#!/usr/bin/env node
// Builds the pages of the store, without keys: they show nothing that is signed by them.
//   node scripts/build-pages.ts OUT
import { join } from "node:path";

import { openJob, required } from "./lib/job.ts";
import { publicationTimes, publishedAt, registryFiles } from "../src/node/git/registry-history.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { computeIndex } from "../src/node/registry/publish/compute-index.ts";
import { writeIndexFolder } from "../src/node/registry/publish/index-folder.ts";
import { openMirror } from "../src/node/registry/publish/mirror.ts";
import { buildSite } from "../src/site/build-site.ts";

const [out = "pages"] = process.argv.slice(2);
const { repository, remote } = await openJob();
const mirror = await openMirror(join(process.cwd(), "mirror"));
const commit = await fetchRef(repository, remote, "refs/heads/main");
const times = await publicationTimes(repository, commit, await mirror.readTimes());
const files = await registryFiles(repository, commit);
const { registry, index } = await computeIndex(files, publishedAt(times), {
  mirror,
  countersign: (document) => document,
});
const folder = join(required("RUNNER_TEMP"), "index");
await writeIndexFolder(index.files, mirror.blobs, folder);
const pages = await buildSite({ index: folder, out, url: registry.config.url });
console.log(`${pages.size} pages at ${commit}`);
