#!/usr/bin/env node
// Builds the pages of the store, without keys: they show nothing that is signed by them, only who signs.
//   node scripts/build-pages.ts FOLDER      pages below FOLDER/pages, and what the next run needs to keep them
import { join } from "node:path";

import { openJob, required } from "./lib/job.ts";
import { findPublications, historyOf, registryFiles } from "../src/node/git/registry-history.ts";
import { fetchRef } from "../src/node/git/repository.ts";
import { httpFetcher } from "../src/node/http-fetch.ts";
import { forgeQueue } from "../src/node/registry/land/keep-queue.ts";
import { computeIndex, openRegistry } from "../src/node/registry/publish/compute-index.ts";
import { writeIndexFolder } from "../src/node/registry/publish/index-folder.ts";
import { openMirror } from "../src/node/registry/publish/mirror.ts";
import { namePlatform } from "../src/node/registry/publish/name-platform.ts";
import { servedFiles } from "../src/node/registry/publish/served-files.ts";
import { buildSite } from "../src/site/build-site.ts";

const [site = "site"] = process.argv.slice(2);
const { forge, repository, remote } = await openJob();
const mirror = await openMirror(join(process.cwd(), "mirror"));
const commit = await fetchRef(repository, remote, "refs/heads/main");
const publications = await findPublications(repository, commit, await mirror.readPublications());
const files = await registryFiles(repository, commit);
const { registry } = openRegistry(files);
const { url } = registry.config;
const { index } = await computeIndex(files, historyOf(publications), {
  mirror,
  published: servedFiles(httpFetcher(url, { idleMs: 10_000 })),
  countersign: namePlatform(registry),
  queue: await forgeQueue({ forge, repository, remote }).read(),
});
const folder = join(required("RUNNER_TEMP"), "index");
await writeIndexFolder(index.files, mirror.blobs, folder);
await buildSite({
  index: folder,
  out: join(process.cwd(), site, "pages"),
  url,
  pictures: join(process.cwd(), "mirror", "pictures"),
  record: join(process.cwd(), site, "record.json"),
});
console.log(`pages of ${index.apps.length} apps at ${commit}`);
