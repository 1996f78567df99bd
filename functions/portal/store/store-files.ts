import type { AppDetails, AppSummary } from "../../../src/core/index/api-documents.ts";
import type { IndexedVersion } from "../../../src/core/index/app-document.ts";
import { problem } from "../problems.ts";

/** The published tree of the store. */
export interface StoreFiles {
  /** A file by its path from the root, such as `v1/apps.json`; null where there is none. Throws where it cannot be told. */
  read(path: string): Promise<Uint8Array | null>;
}

/** What the portal reads of the store. Throws ProblemError `forge-unavailable` where the store does not answer. */
export interface StoreReader {
  /** A parsed file; null where there is none. */
  json<T>(path: string): Promise<T | null>;
  /** Where the store is, with a slash at the end. */
  url(): Promise<string>;
  apps(): Promise<readonly AppSummary[]>;
  app(id: string): Promise<AppDetails | null>;
  /** Newest first. */
  versions(id: string): Promise<readonly IndexedVersion[]>;
  /** Why an app was removed for good; null for one that was not. */
  removal(id: string): Promise<string | null>;
}

/** How long a file may be shown before it is read again. */
const KEEP_MS = 15_000;
/** Files that are remembered. */
const MOST_FILES = 500;

/** Reads a store, and remembers for a moment what it read. */
export function storeReader(files: StoreFiles, now: () => Date): StoreReader {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();
  const json = async <T>(path: string): Promise<T | null> => {
    const time = now().getTime();
    const known = kept.get(path);
    if (known !== undefined && known.until > time) return known.value as Promise<T | null>;
    const value = readJsonFile(files, path);
    kept.delete(path);
    kept.set(path, { until: time + KEEP_MS, value });
    value.catch(() => kept.delete(path));
    const [oldest] = kept.keys();
    if (kept.size > MOST_FILES && oldest !== undefined) kept.delete(oldest);
    return value as Promise<T | null>;
  };
  return {
    json,
    url: async () => (await json<{ readonly url: string }>("v1/store.json"))?.url ?? "",
    apps: async () => (await json<{ readonly apps: readonly AppSummary[] }>("v1/apps.json"))?.apps ?? [],
    app: (id) => json(`v1/apps/${id}.json`),
    versions: async (id) =>
      (await json<{ readonly versions: readonly IndexedVersion[] }>(`v1/apps/${id}/versions.json`))?.versions ?? [],
    async removal(id) {
      const file = await json<{ readonly tombstones: readonly { readonly app_id: string; readonly reason: string }[] }>(
        "v1/tombstones.json",
      );
      return file?.tombstones.find(({ app_id: app }) => app === id)?.reason ?? null;
    },
  };
}

async function readJsonFile(files: StoreFiles, path: string): Promise<unknown> {
  let bytes: Uint8Array | null;
  try {
    bytes = await files.read(path);
  } catch (cause) {
    const failed = problem(
      "forge-unavailable",
      "The published store cannot be read right now. Try again in a moment.",
      {
        headers: { "retry-after": "5" },
      },
    );
    failed.cause = cause;
    throw failed;
  }
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as unknown);
}
