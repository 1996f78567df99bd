import { Refusal } from "./run-script.ts";
import { unfollowable } from "../../src/core/device/unfollowable.ts";
import { stateRecovery } from "../../src/core/review/state-recovery.ts";
import type { Registry } from "../../src/core/registry/model.ts";
import type { RecoveryStatement } from "../../src/core/trust/recoveries.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { readDevelopers } from "../../src/node/registry/trust/registry-folder.ts";
import { recoveryChanges, type TrustDocuments } from "../../src/node/registry/trust/trust-ceremony.ts";

/**
 * Why documents that drop a recovery must not be signed: a line for each developer of the registry whom no device could follow any
 * more. A copy of `trust/` alone has no developers to check.
 */
export async function droppedRecoveries(folder: string, documents: TrustDocuments): Promise<readonly string[]> {
  const registry = await readDevelopers(folder);
  if (registry === null) return [];
  return unfollowable(registry, recoveryChanges(documents).stated, nodeCrypto).map(
    ({ developer, reason }) => `No device could follow "${developer}" under these documents: ${reason}`,
  );
}

/** @throws Refusal for documents that drop a recovery */
export async function requireRecoveries(folder: string, documents: TrustDocuments): Promise<void> {
  const [first] = await droppedRecoveries(folder, documents);
  if (first !== undefined) throw new Refusal(first);
}

/** @throws Refusal when review would not let the rotation in */
export function statementOf(
  rotation: { readonly bytes: Uint8Array; readonly file: string },
  registry: Registry | null,
  now: Date,
): RecoveryStatement {
  if (registry === null) throw new Refusal("--recover needs a whole registry: there is no registry.json.");
  const stated = stateRecovery(rotation, registry, now, nodeCrypto);
  if (stated.ok) return stated.statement;
  const lines = stated.findings.map(({ file, rule, message, fix }) => `${file}: ${message} (${rule}) ${fix}`);
  throw new Refusal(lines.join("\n"));
}
