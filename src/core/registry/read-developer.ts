import { type DeveloperRecord, readRegistry, type RegistryFiles } from "./model.ts";
import { REGISTRY_FOLDER, registryPath } from "./paths.ts";
import type { Sha256Function } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { DeveloperId } from "../ids/ids.ts";

export type ReadDeveloper =
  /** `record` is null when the registry does not know the developer. */
  | { readonly ok: true; readonly record: DeveloperRecord | null }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Reads a developer for a document to come after theirs. Signatures are not verified: review did that before it let the files in.
 * Paths in the findings begin at the root of the repository.
 *
 * @param files the three configuration files, the developer document and its rotations, by path below `registry/`
 */
export function readDeveloper(files: RegistryFiles, id: DeveloperId, sha256: Sha256Function): ReadDeveloper {
  const { registry, findings } = readRegistry(files, sha256);
  const record = registry?.developers.get(id) ?? null;
  const all = [...findings, ...(record === null ? [] : historyFindings(record, sha256))];
  if (all.length === 0) return { ok: true, record };
  return { ok: false, findings: all.map((each) => ({ ...each, file: REGISTRY_FOLDER + (each.file ?? "") })) };
}

/** What no merged state can have: a rotation that is missing, or one whose developer document is not there yet. */
function historyFindings({ developer, rotations }: DeveloperRecord, sha256: Sha256Function): readonly Finding[] {
  const fileOf = (seq: number): string => registryPath({ kind: "rotation", developer: developer.id, seq }, sha256);
  const gap = rotations.findIndex(({ signed }, index) => signed.seq !== index + 1);
  if (gap !== -1) {
    const message = `Rotation ${gap + 1} of "${developer.id}" is missing.`;
    return [finding("registry/chain", { file: fileOf(gap + 1), message, fix: "Check out the whole registry." })];
  }
  const listed = new Set(developer.keys.map(({ keyid }) => keyid));
  return rotations
    .filter(({ signed }) => !listed.has(signed.key.keyid))
    .map(({ signed: { seq, key } }) => {
      const message = `It adds the key ${key.keyid.slice(0, 12)}, which the developer document does not list.`;
      const fix = "Restore both files from Git: they are written together.";
      return finding("owner/rotation", { file: fileOf(seq), message, fix });
    });
}
