import { type KnownVersions, StoreUnavailableError } from "./ports.ts";
import type { StoreDocuments } from "../shared/store-documents.ts";

interface KnownApp {
  /** Changes with every version of the app. */
  readonly digest: string;
  /** The newest ones, or all of them. */
  readonly codes: ReadonlySet<number>;
  readonly isWhole: boolean;
}

/** As `AppSummary` in `v1/apps.json`. */
interface AppItem {
  readonly app_id: string;
  readonly digest: string;
  readonly versions: number;
  readonly version_codes: readonly number[];
}

/** `v1/apps.json` is looked at again after so long, as its `max-age` says. */
const FRESH_MS = 300_000;
/** And for a version that is not known, which may have come out just now, after so long. */
const UNKNOWN_MS = 30_000;

/**
 * The versions that a store's index has. The list of apps names the newest ones of each; older ones are looked up when a phone has one.
 *
 * @param now milliseconds since 1970
 */
export function createKnownVersions(
  documents: StoreDocuments,
  now: () => number,
  report: (error: unknown) => void,
): KnownVersions {
  let apps: Map<string, KnownApp> | null = null;
  let tag: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    lookedAt = now();
    const found = await documents.read("v1/apps.json", tag);
    if (found === "same") return;
    if (found === null) throw new Error("The store has no v1/apps.json.");
    apps = appsOf(found.value, apps);
    ({ tag } = found);
  };
  /** Once at a time, however many ask. What fails is tried again after `UNKNOWN_MS`. */
  const refresh = (): Promise<void> => {
    looking ??= look()
      .catch(report)
      .finally(() => {
        looking = null;
      });
    return looking;
  };

  const lookUp = async (app: string, code: number): Promise<boolean> => {
    if (looking !== null || now() - lookedAt > UNKNOWN_MS) await refresh();
    if (apps === null) throw new StoreUnavailableError("The store's index cannot be read.");
    const known = apps.get(app);
    if (known === undefined || known.codes.has(code) || known.isWhole) return known?.codes.has(code) === true;
    const history = await documents.read(`v1/apps/${app}/versions.json`, null).catch((error: unknown) => {
      report(error);
      throw new StoreUnavailableError("The store's index cannot be read.", { cause: error });
    });
    const codes = history === null || history === "same" ? known.codes : codesOf(history.value);
    apps.set(app, { ...known, codes, isWhole: true });
    return codes.has(code);
  };

  return {
    has(app, code) {
      if (apps?.get(app)?.codes.has(code) !== true) return lookUp(app, code);
      if (now() - lookedAt > FRESH_MS) void refresh();
      return true;
    },
  };
}

/** What was looked up of an app stays, as long as the app is as it was. */
function appsOf(value: unknown, before: ReadonlyMap<string, KnownApp> | null): Map<string, KnownApp> {
  const { apps } = value as { readonly apps: readonly AppItem[] };
  return new Map(
    apps.map(({ app_id: id, digest, versions, version_codes: codes }) => {
      const known = before?.get(id);
      const listed: KnownApp = { digest, codes: new Set(codes), isWhole: versions === codes.length };
      return [id, known?.digest === digest ? known : listed];
    }),
  );
}

function codesOf(value: unknown): ReadonlySet<number> {
  const { versions } = value as { readonly versions: readonly { readonly version_code: number }[] };
  return new Set(versions.map(({ version_code: code }) => code));
}
