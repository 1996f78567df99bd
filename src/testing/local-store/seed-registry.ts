import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { operator, PORTAL_APP, reviewers } from "./cast.ts";
import type { LocalLayout } from "./layout.ts";
import type { AppId } from "../../core/ids/ids.ts";
import type { Collection, RegistryConfig } from "../../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { createKey, createOnlineKeys } from "../../node/registry/publish/key-folder.ts";
import { trustInit } from "../../node/registry/trust/trust-init.ts";
import { localPolicy } from "../actions/registry-settings.ts";
import type { Forge } from "../forge/forge.ts";
import type { RegistryCode } from "../registry-code.ts";

export const REGISTRY = { owner: "mosis", repo: "registry" } as const;

const EMPTY_REGISTRY = join(import.meta.dirname, "../../../registry");
/** Few apps: few bins. */
const BIT_LENGTH = 4;
const OFFLINE_KEYS = 3;
const THRESHOLD = 2;

/** Two of the apps that the local store is filled with. */
const STAFF_PICKS: Collection = {
  id: "staff-picks",
  name: { en: "Staff picks", es: "Nuestra selección", de: "Unsere Lieblinge" },
  summary: { en: "Apps that we like to use ourselves." },
  apps: ["com.mosis.notes", "com.mosis.fifteen"] as AppId[],
};

/** Makes keys and root, and the registry repository: this project's empty registry, and the code that its workflows run. */
export async function seedRegistry(
  forge: Forge,
  layout: LocalLayout,
  { code, storeUrl, now }: { readonly code: RegistryCode; readonly storeUrl: string; readonly now: Date },
): Promise<void> {
  const offline = await Promise.all(
    Array.from({ length: OFFLINE_KEYS }, (_, index) =>
      createKey(join(layout.offlineKeys, `offline-${index + 1}.pem`), null),
    ),
  );
  const online = await createOnlineKeys(layout.onlineKeys);
  const trust = trustInit({ offline, threshold: THRESHOLD, online, bitLength: BIT_LENGTH, now });
  const read = (name: string): Promise<Buffer> => readFile(join(EMPTY_REGISTRY, name));
  const config = JSON.parse((await read("registry.json")).toString()) as RegistryConfig;
  await forge.createRepository({
    owner: REGISTRY.owner,
    name: REGISTRY.repo,
    message: "Begin the registry",
    collaborators: [operator.login, ...Object.values(reviewers).map(({ login }) => login)],
    files: {
      ...code,
      [`${REGISTRY_FOLDER}registry.json`]: pretty(localConfig(config, storeUrl)),
      [`${REGISTRY_FOLDER}categories.json`]: await read("categories.json"),
      [`${REGISTRY_FOLDER}collections.json`]: pretty({ collections: [STAFF_PICKS] }),
      [`${REGISTRY_FOLDER}reserved.json`]: await read("reserved.json"),
      ...Object.fromEntries([...trust].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes])),
    },
  });
}

function localConfig(config: RegistryConfig, storeUrl: string): RegistryConfig {
  const policy = localPolicy(config.policy, Object.values(reviewers));
  return {
    ...config,
    title: `${config.title} (local)`,
    url: storeUrl,
    policy: { ...policy, bots: [...policy.bots, PORTAL_APP.accountId] },
  };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
