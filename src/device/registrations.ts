import type { HomeScreen, LuaSandbox } from "./device.ts";
import type { Disk } from "./disk/disk.ts";
import type { Layout } from "./layout.ts";
import { jsonOf, ownState } from "./records.ts";
import { encodeState } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { JsonObject } from "../core/json/value.ts";
import { asObject, items, member } from "../core/trust/cursor.ts";

/** A sandbox that only notes in `sandbox.json` what it would run: for devices without a MosisService. */
export function fileSandbox(layout: Layout, disk: Disk): LuaSandbox {
  return {
    register: ({ app_id: app, version_code, entry, permissions }) =>
      putEntry(disk, layout.sandbox, { app_id: app, version_code, entry, permissions }),
    unregister: (app) => dropEntry(disk, layout.sandbox, app),
  };
}

/** A home screen that is the file `home-screen.json`. */
export function fileHomeScreen(layout: Layout, disk: Disk): HomeScreen {
  return {
    add: ({ app_id: app, name, icon }) => putEntry(disk, layout.homeScreen, { app_id: app, name, icon }),
    remove: (app) => dropEntry(disk, layout.homeScreen, app),
  };
}

/** An app that is there keeps its place. */
async function putEntry(disk: Disk, path: string, entry: JsonObject): Promise<void> {
  const entries = await readEntries(disk, path);
  const isThere = entries.some((each) => each["app_id"] === entry["app_id"]);
  const after = isThere
    ? entries.map((each) => (each["app_id"] === entry["app_id"] ? entry : each))
    : [...entries, entry];
  await disk.write(path, encodeState({ apps: after }));
}

async function dropEntry(disk: Disk, path: string, app: AppId): Promise<void> {
  const entries = await readEntries(disk, path);
  const after = entries.filter((each) => each["app_id"] !== app);
  if (after.length < entries.length) await disk.write(path, encodeState({ apps: after }));
}

async function readEntries(disk: Disk, path: string): Promise<readonly JsonObject[]> {
  const bytes = await disk.read(path);
  return bytes === null ? [] : ownState(path, () => items(member(jsonOf(bytes, path), "apps")).map(asObject));
}
