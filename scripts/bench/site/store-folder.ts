import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { screenshotHash, syntheticRegistry, type SyntheticRegistry } from "../synthetic.ts";
import type { AppId, Sha256 } from "../../../src/core/ids/ids.ts";
import { buildIndex, type StoreIndex } from "../../../src/core/index/build-index.ts";
import type { AppRecord } from "../../../src/core/registry/model.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { plainPng } from "../../../src/testing/png.ts";

/** What an app's page has to show. */
const CONTENTS = { versions: 2, screenshots: 2 } as const;
const DAY_MS = 86_400_000;
const FIRST_RELEASE = Date.UTC(2020, 0, 1);

/** A store of so many apps in a folder, as far as pages are made from it. */
export interface StoreFolder {
  readonly folder: string;
  /** The app in the middle gets another summary, each time another one: what a publication of one app changes. */
  changeOneApp(): void;
}

export function storeFolder(apps: number, folder: string): StoreFolder {
  const synthetic = syntheticRegistry(apps, CONTENTS);
  const index = indexOf(synthetic, apps);
  writeDocuments(index, folder);
  let changes = 0;
  return {
    folder,
    changeOneApp() {
      changes += 1;
      const [id, record] = [...synthetic.registry.apps][apps >> 1] ?? [];
      const listing = record?.listings.get("en");
      if (id === undefined || record === undefined || listing === undefined) throw new RangeError("no apps");
      const listings = new Map([["en", { ...listing, summary: `Does another thing, ${changes}` }]]);
      const other: AppRecord = { ...record, listings };
      const registry = { ...synthetic.registry, apps: new Map(synthetic.registry.apps).set(id, other) };
      const known = new Map(index.apps.map((each) => [each.app, each]));
      writeDocuments(
        indexOf({ ...synthetic, registry }, apps, (app) => (app === id ? null : (known.get(app) ?? null))),
        folder,
        (path) => path === "v1/apps.json" || path.includes(id),
      );
    },
  };
}

function indexOf(
  { registry, facts }: SyntheticRegistry,
  apps: number,
  known: (app: AppId) => StoreIndex["apps"][number] | null = () => null,
): StoreIndex {
  const place = new Map([...registry.apps.keys()].map((id, at) => [id, at]));
  // Apps come one after the other, and each gets its versions in the year after.
  const timeOf = (id: AppId, code: number): string => {
    const day = Math.floor(((place.get(id) ?? 0) / apps) * 2000) + code * 90;
    return new Date(FIRST_RELEASE + day * DAY_MS).toISOString().replace(/\.\d+Z$/, "Z");
  };
  const images = new Set<Sha256>(Array.from({ length: CONTENTS.screenshots }, (_, at) => screenshotHash(at)));
  return buildIndex(
    {
      registry,
      facts,
      images,
      known,
      queue: null,
      history: {
        publication: (id, code) => ({ at: timeOf(id, code), commit: "0".repeat(40) }),
        newest: "",
        head: { commit: "0".repeat(40), at: "" },
      },
    },
    { sha256: nodeCrypto.sha256, countersign: (document) => document },
  );
}

/** Writes what pages are made from; a picture is the same for every app. */
function writeDocuments({ files }: StoreIndex, folder: string, isWanted = (_: string): boolean => true): void {
  const picture = plainPng(360, 720);
  for (const [path, file] of files) {
    const bytes = file.kind === "bytes" ? file.bytes : path.includes("/screenshots/") ? picture : null;
    if (bytes === null || !/^(?:v1|assets)\//.test(path) || !isWanted(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
