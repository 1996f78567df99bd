import type { ComposedFile } from "../../core/registry/compose.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { CliError } from "../errors/cli-error.ts";

/** Reads documents back as review will, so that nothing is submitted that has not the form of its place. */
export function checkFiles(files: readonly ComposedFile[]): void {
  for (const { path, bytes } of files) {
    const inner = path.slice(REGISTRY_FOLDER.length);
    const place = parseRegistryPath(inner, nodeCrypto.sha256);
    const parsed = place === null ? null : parseRegistryDocument(place, path, bytes);
    if (parsed?.ok === true) continue;
    const [first] = parsed?.findings ?? [];
    const message = `${path}: ${first?.message ?? "A registry has no such path."}`;
    throw new CliError("registry-document", message, first?.fix ?? null);
  }
}
