import { currentVersion } from "./app-document.ts";
import type { AppIndex } from "./index-app.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonValue } from "../json/value.ts";
import type { Registry } from "../registry/model.ts";

/** `/v1`: plain JSON for pages, search and other people's programs. For display only; devices read signed targets. */
export function staticApi(registry: Registry, apps: readonly AppIndex[]): ReadonlyMap<string, Uint8Array> {
  const { config, categories, developers } = registry;
  const files = new Map<string, JsonValue>();
  files.set("v1/store.json", {
    name: config.name,
    title: config.title,
    url: config.url,
    languages: config.languages,
    apps: apps.length,
  });
  files.set("v1/apps.json", { apps: apps.map(summary) });
  for (const { document } of apps) {
    const { lineage: _, versions, ...shown } = document;
    files.set(`v1/apps/${document.app_id}.json`, { ...shown, latest: currentVersion(versions) ?? null });
    files.set(`v1/apps/${document.app_id}/versions.json`, { app_id: document.app_id, versions });
  }
  files.set("v1/categories.json", {
    categories: categories.categories.map(({ id, name }) => ({
      id,
      name,
      apps: apps.filter(({ document }) => document.categories.includes(id)).map(({ document }) => document.app_id),
    })),
  });
  const byOwner = Map.groupBy(apps, ({ document }) => document.owner.id);
  files.set("v1/developers.json", {
    developers: [...developers.values()].map(({ developer: { id, name, domains } }) => ({
      id,
      name,
      domains: domains ?? [],
      apps: (byOwner.get(id) ?? []).map(({ document }) => document.app_id),
    })),
  });
  return new Map([...files].map(([path, value]) => [path, canonicalize(value)]));
}

function summary({ document, target }: AppIndex): JsonValue {
  const { app_id: id, name, summary: text, categories, tags, owner, icons, versions, license } = document;
  const latest = currentVersion(versions);
  return {
    app_id: id,
    name,
    summary: text,
    categories,
    tags,
    owner,
    ...(license !== undefined && { license }),
    icon: icons["128"].path,
    version: latest?.version ?? "",
    version_code: latest?.version_code ?? 0,
    min_mosis_version: latest?.min_mosis_version ?? "",
    permissions: latest?.permissions ?? [],
    length: latest?.package.length ?? 0,
    updated_at: latest?.published_at ?? "",
    document: `targets/apps/${target.sha256}.${id}.json`,
  };
}
