import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Environment } from "./actions.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { ONLINE_ROLES } from "../../node/registry/trust/trust-init.ts";
import { ACTIONS_BOT, type ForgeUser } from "../forge/forge.ts";

/**
 * The environments that docs/operate/workflows.md asks for.
 *
 * @param keys folder of the online keys, `<role>.pem`
 * @param target folder in which the store is published
 */
export async function registryEnvironments(
  keys: string,
  target: string,
): Promise<Readonly<Record<"merge" | "signing" | "cdn", Environment>>> {
  const pems = ONLINE_ROLES.map(async (role) => {
    return [`MOSIS_KEY_${role.toUpperCase()}`, await readFile(join(keys, `${role}.pem`), "utf8")] as const;
  });
  const branches = ["main"];
  const variables = { MOSIS_TARGET: target };
  return {
    // Without its secret nothing is drawn for the sample, so that what happens does not hang on chance.
    merge: { branches, secrets: {} },
    signing: { branches, secrets: Object.fromEntries(await Promise.all(pems)), variables },
    cdn: { branches, secrets: {}, variables },
  };
}

/** A registry's policy on this machine: packages from it, these reviewers, and the account of the workflows. */
export function localPolicy(
  policy: RegistryConfig["policy"],
  reviewers: readonly ForgeUser[],
): RegistryConfig["policy"] {
  return {
    ...policy,
    allow_http_loopback: true,
    reviewers: reviewers.map(({ id, login }) => ({ github_id: id, login })),
    bots: [ACTIONS_BOT.id],
  };
}
