import type { Deadline } from "./deadline.ts";
import { TrustError } from "../../core/trust/trust-error.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { encodeAtRest, parseSignedDocument } from "../../core/json/signed-document.ts";
import type { Manifest } from "../../core/manifest/manifest.ts";
import { registryPath } from "../../core/registry/paths.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { RegistrySource } from "../../node/registry/submit/registry-source.ts";
import { type LookAtStore, watchStore } from "../../device/watch-store.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Whether the store serves a version, and what kept it from that at the last look. */
export interface WaitedStore {
  readonly outcome: "published" | "pending";
  readonly trouble: string | null;
}

/** Follows the store until a signed index of it has the version, verified from the root that the registry has in Git. */
export async function waitForStore(
  source: RegistrySource,
  { config, manifest }: { readonly config: RegistryConfig; readonly manifest: Manifest },
  { deadline, terminal }: { readonly deadline: Deadline; readonly terminal: Terminal },
): Promise<WaitedStore> {
  const root = await firstRoot(source);
  terminal.say(`Landed; waiting for ${config.url} to serve it`);
  const wanted = { app: manifest.id, versionCode: manifest.version_code };
  let look: LookAtStore | null = null;
  for (;;) {
    let trouble: string | null = null;
    try {
      look ??= watchStore(config.url, root, wanted);
      if ((await look(deadline.now())) !== null) return { outcome: "published", trouble };
    } catch (error) {
      // Half of a publication may be out, and caches may lag behind.
      if (!(error instanceof TrustError)) throw error;
      trouble = error.message;
    }
    if (deadline.passed()) return { outcome: "pending", trouble };
    await deadline.pause();
  }
}

/** The first root as devices get it; in Git it is printed for people. Later ones are found from there. */
async function firstRoot(source: RegistrySource): Promise<Uint8Array> {
  const path = registryPath({ kind: "root", version: 1 }, nodeCrypto.sha256);
  const bytes = await source.read(path);
  const parsed = bytes === null ? null : parseSignedDocument(bytes, path);
  if (parsed?.ok === true) return encodeAtRest(parsed.document);
  const message = `The registry has no usable ${path}, so its store cannot be verified.`;
  throw new CliError("registry-document", message, "Leave out `--wait`, or tell those who run the registry.");
}
