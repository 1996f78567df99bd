import * as apps from "./apps.ts";
import * as meta from "./meta.ts";
import type { Operation } from "./operation.ts";
import * as keys from "./signing-keys.ts";
import * as stats from "./stats.ts";
import * as store from "./store.ts";
import * as submissions from "./submissions.ts";
import * as versions from "./versions.ts";

/** Every operation of the portal but those of accounts, in the order in which somebody reads about them. */
export const operations = [
  meta.health,
  meta.description,
  store.listApps,
  store.getApp,
  store.download,
  apps.listApps,
  apps.createApp,
  apps.getApp,
  apps.updateApp,
  apps.deleteApp,
  versions.listVersions,
  versions.createVersion,
  versions.getVersion,
  versions.submitVersion,
  versions.publishVersion,
  submissions.getSubmission,
  keys.listKeys,
  keys.addKeys,
  keys.revokeKey,
  stats.overview,
  stats.series,
  stats.frameTime,
  stats.memory,
  stats.versions,
  stats.screens,
  stats.crashes,
  stats.crash,
] as const satisfies readonly Operation[];
