import type { Registry } from "./model.ts";
import { echo, type Finding, finding, sortFindings } from "../findings/finding.ts";

const FILE = "collections.json";

/** What the store will not show of the collections of a registry: it publishes the rest. */
export function lintCollections({
  collections: { collections },
  apps,
  tombstones,
}: Pick<Registry, "collections" | "apps" | "tombstones">): readonly Finding[] {
  const ids = collections.map(({ id }) => id);
  return sortFindings(
    collections.flatMap(({ id, apps: named }, at) => [
      ...(ids.indexOf(id) === at
        ? []
        : [finding("collection/id", { ...place(at, "id"), message: `There is a collection ${echo(id)} already.` })]),
      ...named.flatMap((app, index) => {
        const isKnown = apps.has(app) && !tombstones.has(app);
        if (isKnown && named.indexOf(app) === index) return [];
        const message = isKnown ? `${app} is in ${echo(id)} twice.` : `There is no app ${echo(app)}.`;
        return [finding("collection/app", { ...place(at, `apps/${index}`), message })];
      }),
    ]),
  );
}

function place(at: number, member: string): { readonly file: string; readonly pointer: string } {
  return { file: FILE, pointer: `/collections/${at}/${member}` };
}
