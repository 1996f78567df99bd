import { join } from "node:path";

import type { AppId, Sha256 } from "../core/ids/ids.ts";

/** Where a device keeps what; `/data/mosis` on a real one. */
export interface Layout {
  readonly root: string;
  readonly apps: string;
  readonly trust: string;
  /** What is here may be half-written; it is emptied whenever the device is opened, but for downloads that may go on. */
  readonly staging: string;
  readonly lock: string;
  /** The device's secret. */
  readonly identity: string;
  /** What checks for updates learnt, and when. */
  readonly updateCheck: string;
  readonly homeScreen: string;
  readonly sandbox: string;
  readonly telemetry: TelemetryLayout;
  /** What came so far of the file with a SHA-256. */
  partial(sha256: Sha256): string;
  app(app: AppId): AppLayout;
  store(key: string): StoreLayout;
}

export interface AppLayout {
  readonly folder: string;
  /** The app is installed if and only if this file is there. */
  readonly record: string;
  readonly package: string;
  /** The package before the last update, to go back to. */
  readonly previous: string;
  /** A package on its way out, while others take its place. */
  readonly outgoing: string;
  readonly data: string;
  readonly cache: string;
  readonly db: string;
  /** The new package before it is moved into place. */
  readonly staged: string;
  /** The whole folder on its way out. */
  readonly discarded: string;
}

export interface TelemetryLayout {
  readonly folder: string;
  readonly lock: string;
  /** Held while something is sent. */
  readonly sending: string;
  /** Consent, secret and batches that still take events. */
  readonly record: string;
  /** What waits to be sent, a file each. */
  readonly queue: string;
}

export interface StoreLayout {
  readonly folder: string;
  /** Address and first root. */
  readonly record: string;
  /** TUF metadata by name. */
  readonly metadata: string;
  readonly pins: string;
  /** What is pinned of the owner of an app; relative to the root it is what `InstalledApp.pin` says. */
  pin(app: AppId): string;
}

/** Whether a file in `staging` is a download that may go on. */
export function isPartial(name: string): boolean {
  return /^[0-9a-f]{64}\.partial$/.test(name);
}

export function layoutOf(root: string): Layout {
  const at = (...parts: readonly string[]): string => join(root, ...parts);
  return {
    root,
    apps: at("apps"),
    trust: at("trust"),
    staging: at("staging"),
    lock: at("lock"),
    identity: at("device.json"),
    updateCheck: at("update-check.json"),
    homeScreen: at("home-screen.json"),
    sandbox: at("sandbox.json"),
    telemetry: {
      folder: at("telemetry"),
      lock: at("telemetry", "lock"),
      sending: at("telemetry", "sending"),
      record: at("telemetry", "telemetry.json"),
      queue: at("telemetry", "queue"),
    },
    partial: (sha256) => at("staging", `${sha256}.partial`),
    app: (app) => ({
      folder: at("apps", app),
      record: at("apps", app, "app.json"),
      package: at("apps", app, "package"),
      previous: at("apps", app, "package.previous"),
      outgoing: at("apps", app, "package.outgoing"),
      data: at("apps", app, "data"),
      cache: at("apps", app, "cache"),
      db: at("apps", app, "db"),
      staged: at("staging", `${app}.package`),
      discarded: at("staging", `${app}.discarded`),
    }),
    store: (key) => ({
      folder: at("trust", key),
      record: at("trust", key, "store.json"),
      metadata: at("trust", key, "metadata"),
      pins: at("trust", key, "pins"),
      pin: (app) => at("trust", key, "pins", `${app}.json`),
    }),
  };
}
