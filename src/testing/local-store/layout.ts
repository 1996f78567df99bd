import { join } from "node:path";

/** Where a local store keeps its parts, below one folder. */
export interface LocalLayout {
  readonly root: string;
  /** There once the store was filled; a folder without it is what an interrupted start left. */
  readonly ready: string;
  /** The forge's bare repositories and records. */
  readonly forge: string;
  /** Keys of the ceremony; a real store keeps them on different machines. */
  readonly offlineKeys: string;
  /** Keys that the signing job gets as secrets. */
  readonly onlineKeys: string;
  /** `$MOSIS_HOME` of each developer. */
  readonly home: (login: string) => string;
  /** Projects that developers work on, and packages they built. */
  readonly projects: string;
  readonly packages: string;
  /** Machines and caches of the jobs. */
  readonly actions: string;
  /** Logs of jobs that failed. */
  readonly logs: string;
  /** Key of the App by which the portal opens pull requests. */
  readonly portalKey: string;
  /** Databases of the functions. */
  readonly functions: string;
  /** The published tree: what a CDN would serve. */
  readonly published: string;
}

export function localLayout(root: string): LocalLayout {
  return {
    root,
    ready: join(root, "ready"),
    forge: join(root, "forge"),
    offlineKeys: join(root, "keys", "offline"),
    onlineKeys: join(root, "keys", "online"),
    home: (login) => join(root, "homes", login),
    projects: join(root, "projects"),
    packages: join(root, "packages"),
    actions: join(root, "actions"),
    logs: join(root, "logs"),
    portalKey: join(root, "keys", "portal-app.pem"),
    functions: join(root, "functions"),
    published: join(root, "published"),
  };
}
