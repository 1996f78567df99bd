import type { StoreDocuments } from "../../shared/store-documents.ts";
import { problem } from "../problems.ts";
import type { AppDetails, AppSummary } from "../../../src/core/index/api-documents.ts";
import type { IndexedVersion } from "../../../src/core/index/app-document.ts";

/** What the portal reads of the store. Throws ProblemError `forge-unavailable` where the store does not answer. */
export interface StoreReader {
  /** A document of the store by its path, such as `v1/apps.json`; null where there is none. */
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

/** How long a document is shown before the store is asked whether it is still that one. */
const KEEP_MS = 15_000;
/** Documents that are remembered. */
const MOST_DOCUMENTS = 500;

interface Kept {
  readonly until: number;
  readonly value: unknown;
  readonly tag: string | null;
}

/** Reads a store, and remembers for a moment what it read. */
export function storeReader(documents: StoreDocuments, now: () => Date): StoreReader {
  const kept = new Map<string, Kept>();
  const keep = (path: string, value: unknown, tag: string | null): void => {
    kept.delete(path);
    kept.set(path, { until: now().getTime() + KEEP_MS, value, tag });
    const [oldest] = kept.keys();
    if (kept.size > MOST_DOCUMENTS && oldest !== undefined) kept.delete(oldest);
  };
  const json = async <T>(path: string): Promise<T | null> => {
    const known = kept.get(path);
    if (known !== undefined && known.until > now().getTime()) return known.value as T | null;
    const read = await documents.read(path, known?.tag ?? null).catch((cause: unknown) => {
      throw unreadable(cause);
    });
    if (read === "same" && known !== undefined) keep(path, known.value, known.tag);
    else if (read !== "same") keep(path, read?.value ?? null, read?.tag ?? null);
    return (kept.get(path)?.value ?? null) as T | null;
  };
  return {
    json,
    url: async () => (await json<{ readonly url: string }>("v1/store.json"))?.url ?? "",
    apps: async () => (await json<{ readonly apps: readonly AppSummary[] }>("v1/apps.json"))?.apps ?? [],
    app: (id) => json(`v1/apps/${id}.json`),
    async versions(id) {
      const file = await json<{ readonly versions: readonly IndexedVersion[] }>(`v1/apps/${id}/versions.json`);
      return file?.versions ?? [];
    },
    async removal(id) {
      type Tombstones = { readonly tombstones: readonly { readonly app_id: string; readonly reason: string }[] };
      const file = await json<Tombstones>("v1/tombstones.json");
      return file?.tombstones.find(({ app_id: app }) => app === id)?.reason ?? null;
    },
  };
}

function unreadable(cause: unknown): Error {
  const failed = problem("forge-unavailable", "The published store cannot be read right now. Try again in a moment.", {
    headers: { "retry-after": "5" },
  });
  failed.cause = cause;
  return failed;
}
