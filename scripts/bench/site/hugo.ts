import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { AppDocument, IndexedVersion } from "../../../src/core/index/app-document.ts";

const CONFIG = {
  baseURL: "https://example.com/",
  title: "Bench",
  disableKinds: ["taxonomy", "term", "RSS", "sitemap", "section", "home"],
};

/** A site for Hugo with a page for every app of a store: the same texts in the same sections. */
export interface HugoSite {
  readonly folder: string;
  /** Seconds, into a new folder. */
  build(): number;
}

/** Null where Hugo is not installed (Debian package hugo). */
export function hugoSite(store: string, folder: string): HugoSite | null {
  if (spawnSync("hugo", ["version"]).status !== 0) return null;
  mkdirSync(join(folder, "content/apps"), { recursive: true });
  mkdirSync(join(folder, "layouts/_default"), { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify(CONFIG));
  writeFileSync(join(folder, "layouts/_default/single.html"), readFileSync(join(import.meta.dirname, "single.html")));
  for (const name of readdirSync(join(store, "v1/apps")).filter((each) => each.endsWith(".json"))) {
    writeFileSync(join(folder, "content/apps", name.replace(/json$/, "md")), contentOf(store, name));
  }
  let builds = 0;
  return {
    folder,
    build() {
      builds += 1;
      const started = performance.now();
      const { status, stderr } = spawnSync("hugo", ["--quiet", "--destination", `pages-${builds}`], { cwd: folder });
      if (status !== 0) throw new Error(`hugo ended with ${status}: ${stderr.toString()}`);
      return (performance.now() - started) / 1000;
    },
  };
}

/** Front matter with what the page of our own shows, and the description as Markdown. */
function contentOf(store: string, name: string): string {
  const read = <T>(path: string): T => JSON.parse(readFileSync(join(store, path), "utf8")) as T;
  const app = read<AppDocument>(`v1/apps/${name}`);
  const { versions } = read<{ versions: readonly IndexedVersion[] }>(`v1/apps/${app.app_id}/versions.json`);
  const [current] = versions;
  const listing = app.listings["en"];
  if (current === undefined || listing === undefined) throw new RangeError(`${name} has no version or no listing`);
  const matter = {
    title: app.name,
    description: listing.summary,
    url: `/apps/${app.app_id}/`,
    app: app.app_id,
    icon: app.icons["128"].path,
    owner: app.owner,
    category: app.categories[0],
    license: app.license ?? "Not stated",
    shots: listing.screenshots.map(({ path, alt }) => ({ path, alt, width: 360, height: 720 })),
    permissions: current.permissions.map((each) => ({ name: each, reason: current.permission_reasons[each] ?? "" })),
    versions: versions.map(({ version, version_code: code, published_at: time, package: { length }, notes }) => {
      return { version, code, time, length, notes: (notes["en"] ?? []).join("\n") };
    }),
    needs: current.min_mosis_version,
    package: current.package,
    digest: current.content_digest,
  };
  return `${JSON.stringify(matter)}\n\n${listing.description.join("\n")}\n`;
}
