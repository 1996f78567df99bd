import type { StoreDocuments } from "../../shared/store-documents.ts";
import { type KnownVersions, StoreUnavailableError } from "../ports.ts";

interface KnownApp {
  readonly codes: ReadonlySet<number>;
  readonly tag: string | null;
  /** When it was read, in milliseconds since 1970. */
  readonly at: number;
}

/** A new version counts after that long at most, as `max-age` of the store's documents says. */
const FRESH_MS = 300_000;
/** An app or a version that the store did not have is looked for again after that long. */
const UNKNOWN_MS = 30_000;
/** Apps that an isolate remembers: some 200 bytes each, and 40 a version. Beyond, those that were read first are forgotten. */
const APPS = 5_000;

/**
 * The versions that a store's index has, read app by app: an isolate has 128 MB, and the list of all apps of a large store is more.
 *
 * @param now milliseconds since 1970
 */
export function createAppVersions(documents: StoreDocuments, now: () => number, most = APPS): KnownVersions {
  const apps = new Map<string, KnownApp>();
  const read = async (id: string): Promise<KnownApp> => {
    const app = await readApp(documents, id, apps.get(id) ?? null, now);
    apps.delete(id);
    apps.set(id, app);
    for (const oldest of apps.keys()) {
      if (apps.size <= most) break;
      apps.delete(oldest);
    }
    return app;
  };
  return {
    async has(id, code) {
      const known = apps.get(id);
      const isFresh = known !== undefined && now() < known.at + (known.codes.has(code) ? FRESH_MS : UNKNOWN_MS);
      return (isFresh ? known : await read(id)).codes.has(code);
    },
  };
}

/** @throws StoreUnavailableError */
async function readApp(
  documents: StoreDocuments,
  id: string,
  known: KnownApp | null,
  now: () => number,
): Promise<KnownApp> {
  const path = `v1/apps/${id}/versions.json`;
  const at = now();
  try {
    const found = await documents.read(path, known?.tag ?? null);
    if (found === "same" && known !== null) return { ...known, at };
    if (found === null || found === "same") return { codes: new Set(), tag: null, at };
    const { versions } = found.value as { readonly versions: readonly { readonly version_code: number }[] };
    return { codes: new Set(versions.map((version) => version.version_code)), tag: found.tag, at };
  } catch (error) {
    throw new StoreUnavailableError(`${path} of the store cannot be read: ${String(error)}`, { cause: error });
  }
}
