import type { KnownName } from "./name-index.ts";
import type { Reserved } from "../registry/documents.ts";
import type { Registry } from "../registry/model.ts";

/** Every name that a registry shows or keeps back, removed apps included. */
export function knownNames(registry: Registry): readonly KnownName[] {
  const apps = [...registry.apps].flatMap(([id, { app, listings }]): readonly KnownName[] => {
    const { owner } = app;
    const shown = new Set([...listings.values()].map(({ name }) => name));
    return [appName(id, owner), ...[...shown].map((text): KnownName => shownName(text, id, owner))];
  });
  const gone = [...registry.tombstones.keys()].map((id): KnownName => removedName(id));
  const developers = [...registry.developers.keys()].map((id): KnownName => developerName(id));
  return [...apps, ...gone, ...developers, ...reservedNames(registry.reserved)];
}

export function appName(id: string, owner: string): KnownName {
  return { kind: "app-id", text: id, owners: [owner], what: `the app ${id} of "${owner}"` };
}

export function shownName(text: string, id: string, owner: string): KnownName {
  return { kind: "app-name", text, owners: [owner], what: `the app ${id} of "${owner}"` };
}

export function removedName(id: string): KnownName {
  return { kind: "app-id", text: id, owners: [], what: `the removed app ${id}` };
}

export function developerName(id: string): KnownName {
  return { kind: "developer-id", text: id, owners: [id], what: `the developer "${id}"` };
}

export function reservedNames({ prefixes, developers }: Reserved): readonly KnownName[] {
  return [
    ...prefixes.map(({ prefix, owners }): KnownName => {
      return { kind: "id-prefix", text: prefix, owners, what: `the reserved ids below ${prefix}` };
    }),
    ...developers.map((id): KnownName => {
      return { kind: "developer-id", text: id, owners: [], what: `the reserved developer "${id}"` };
    }),
  ];
}
