import { type AppId, type DeveloperId, parseVersionCode, type VersionCode } from "../../core/ids/ids.ts";
import type { AppBody, DeveloperBody, EventBody, VersionBody } from "../../core/registry/documents.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { appFolder, registryPath, type RegistryPlace } from "../../core/registry/paths.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { RegistrySource } from "../../node/registry/submit/registry-source.ts";
import { CliError } from "../errors/cli-error.ts";

/** Single documents of a registry as its main branch has them, one request each; null where there is none. */
export interface RegistryReader {
  app(app: AppId): Promise<AppBody | null>;
  developer(developer: DeveloperId): Promise<DeveloperBody | null>;
  version(app: AppId, versionCode: VersionCode): Promise<VersionBody | null>;
  /** The newest event of an app; two requests. */
  lastEvent(app: AppId): Promise<EventBody | null>;
}

export function registryReader(source: RegistrySource): RegistryReader {
  const read = async (place: RegistryPlace): Promise<unknown> => {
    const path = registryPath(place, nodeCrypto.sha256);
    const bytes = await source.read(path);
    if (bytes === null) return null;
    const parsed = parseRegistryDocument(place, path, bytes);
    if (parsed.ok) return parsed.document.body;
    const [first] = parsed.findings;
    const message = `registry/${path} of ${source.name} is broken: ${first?.message ?? "it cannot be read"}`;
    throw new CliError("registry-document", message, "Use a newer mosis, or tell those who run the registry.");
  };
  return {
    app: async (app) => (await read({ kind: "app", app })) as AppBody | null,
    developer: async (developer) => (await read({ kind: "developer", developer })) as DeveloperBody | null,
    version: async (app, versionCode) => (await read({ kind: "version", app, versionCode })) as VersionBody | null,
    async lastEvent(app) {
      const names = await source.list(`${appFolder(app, nodeCrypto.sha256)}/events`);
      const last = Math.max(0, ...names.map((name) => parseVersionCode(Number(name.replace(/\.json$/, ""))) ?? 0));
      return last === 0 ? null : ((await read({ kind: "event", app, n: last })) as EventBody | null);
    },
  };
}
