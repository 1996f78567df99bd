import { join } from "node:path";

/** Where a local store keeps its parts, below one folder. */
export interface LocalLayout {
  /** There once the store was filled; a folder without it is what an interrupted start left. */
  readonly filled: string;
  /** The forge's bare repositories and records. */
  readonly forge: string;
  /** Keys of the ceremony; a real store keeps them on different machines. */
  readonly offlineKeys: string;
  /** Keys of the signing job. */
  readonly onlineKeys: string;
  /** `$MOSIS_HOME` of each developer. */
  readonly home: (login: string) => string;
  /** Built packages. */
  readonly packages: string;
  /** The jobs' bare clone of the registry. */
  readonly clone: string;
  readonly mirror: string;
  /** What the pages are built from, and the pages. */
  readonly index: string;
  readonly site: string;
  /** The published tree: what a CDN would serve. */
  readonly published: string;
}

export function localLayout(root: string): LocalLayout {
  return {
    filled: join(root, "filled"),
    forge: join(root, "forge"),
    offlineKeys: join(root, "keys", "offline"),
    onlineKeys: join(root, "keys", "online"),
    home: (login) => join(root, "homes", login),
    packages: join(root, "packages"),
    clone: join(root, "registry.git"),
    mirror: join(root, "mirror"),
    index: join(root, "index"),
    site: join(root, "site"),
    published: join(root, "published"),
  };
}
