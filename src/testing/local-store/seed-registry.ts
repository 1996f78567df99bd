import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { bot, reviewer } from "./cast.ts";
import type { LocalLayout } from "./layout.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { createKey, createOnlineKeys } from "../../node/registry/publish/key-folder.ts";
import { trustInit } from "../../node/registry/trust/trust-init.ts";
import type { Forge } from "../forge/forge.ts";

export const REGISTRY = { owner: "mosis", repo: "registry" } as const;

const EMPTY_REGISTRY = join(import.meta.dirname, "../../../registry");
/** Few apps: few bins. */
const BIT_LENGTH = 4;
const OFFLINE_KEYS = 3;
const THRESHOLD = 2;

/** Makes keys and root, and the registry repository from this project's empty registry. */
export async function seedRegistry(forge: Forge, layout: LocalLayout, storeUrl: string, now: Date): Promise<void> {
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
    collaborators: [bot.login, reviewer.login],
    files: {
      [`${REGISTRY_FOLDER}registry.json`]: pretty(localConfig(config, storeUrl)),
      [`${REGISTRY_FOLDER}categories.json`]: await read("categories.json"),
      [`${REGISTRY_FOLDER}reserved.json`]: await read("reserved.json"),
      ...Object.fromEntries([...trust].map(([path, bytes]) => [REGISTRY_FOLDER + path, bytes])),
    },
  });
}

function localConfig(config: RegistryConfig, storeUrl: string): RegistryConfig {
  return {
    ...config,
    title: `${config.title} (local)`,
    url: storeUrl,
    policy: {
      ...config.policy,
      allow_http_loopback: true,
      reviewers: [{ github_id: reviewer.id, login: reviewer.login }],
      bots: [bot.id],
    },
  };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
