import { type AppKit, anApp, type VersionChoice } from "./app-kit.ts";
import { DeveloperKit } from "./developer-kit.ts";
import { aStore, type StoreKit } from "./store-kit.ts";
import type { ComposedFile } from "../core/registry/compose.ts";
import type { RegistryFiles } from "../core/registry/model.ts";

/** One of many submissions that are opened at the same time from the same main. */
export interface CrowdSubmission {
  readonly name: string;
  readonly files: readonly ComposedFile[];
  /** Whether it waits for a reviewer. */
  readonly isAsked: boolean;
  /** What becomes of it, in whatever order they land. */
  readonly fate: "published" | "withdrawn";
}

export interface Crowd {
  readonly store: StoreKit;
  /** The registry when they are opened, by path below `registry/`. */
  readonly begin: RegistryFiles;
  readonly submissions: readonly CrowdSubmission[];
}

/**
 * Registrations, new apps, updates, two tracks of one app, and versions that a newer one of their track overtakes: as many of each, and
 * none that is like another.
 *
 * @param count of submissions, eight a round
 */
export function aCrowd(count: number): Crowd {
  const store = aStore();
  const rounds = Array.from({ length: Math.ceil(count / 8) }, (_, round) => {
    const app = (what: string): AppKit => {
      const kit = anApp({ id: `com.example.${what}${round}`, name: `${what} ${round}` });
      store.withApp(kit);
      return kit;
    };
    return { round, updated: app("updated"), tracks: app("tracks"), overtaken: app("overtaken") };
  });
  const begin = store.registryFiles();
  const submissions = rounds.flatMap(({ round, updated, tracks, overtaken }): readonly CrowdSubmission[] => {
    const added = anApp({ id: `org.example.added${round}`, name: `added ${round}` });
    store.withApp(added);
    const registered = new DeveloperKit(`studio-${round}`, store.name);
    return [
      { name: `register ${registered.id}`, files: registered.files(), isAsked: false, fate: "published" },
      { name: `add ${added.id}`, files: added.files(), isAsked: true, fate: "published" },
      update(updated, { rolloutBp: 5000 }),
      update(tracks, { track: "stable" }),
      update(tracks, { track: "beta" }),
      { ...update(overtaken, {}), fate: "withdrawn" },
      { ...update(overtaken, {}), fate: "withdrawn" },
      update(overtaken, {}),
    ];
  });
  return { store, begin, submissions: submissions.slice(0, count) };
}

function update(app: AppKit, version: VersionChoice): CrowdSubmission {
  app.withVersion(version);
  const files = app.files();
  const own = files.filter(({ path }) => path.endsWith(`/versions/${app.packages.length}.json`));
  return { name: `update ${app.id} to ${app.packages.length}`, files: own, isAsked: false, fate: "published" };
}
