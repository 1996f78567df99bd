import { basename, join } from "node:path";

import { DeviceError } from "./device-error.ts";
import type { Device } from "./device.ts";
import { isPartial } from "./layout.ts";
import { dropStalePartials } from "./download/partials.ts";
import { appFolders, asBroken, readApp } from "./records.ts";
import { encodeState, type InstalledApp } from "../core/device/installed-app.ts";
import { type AppId, parseAppId } from "../core/ids/ids.ts";
import { parseAtRest } from "../core/json/signed-document.ts";
import { contentDigest, type PackageDocument } from "../core/package/package-document.ts";
import { SIGNATURE_PATH } from "../core/package/package-path.ts";
import { nodeCrypto } from "../node/crypto.ts";

/**
 * Mends what an interrupted change left behind, so that every app is wholly its old or wholly its new self. The record `app.json`
 * decides: it is written after a new package is in place, and removed before an old one goes.
 */
export async function recover(device: Device): Promise<void> {
  const { layout, ports } = device;
  await dropStalePartials(device);
  for (const name of await ports.disk.list(layout.staging)) {
    if (isPartial(name)) continue;
    const app = parseAppId(name.replace(/\.discarded$/, ""));
    if (app !== null) await unregister(device, app);
    await ports.disk.remove(join(layout.staging, name));
  }
  await sweep(device, layout.root);
  for (const key of await ports.disk.list(layout.trust)) {
    const { folder, pins } = layout.store(key);
    await sweep(device, folder);
    await sweep(device, pins);
  }
  for (const app of await appFolders(device)) {
    await sweep(device, layout.app(app).folder);
    const record = await readApp(device, app).catch(asBroken);
    if (record === null) await clearRemains(device, app);
    else if (!(record instanceof DeviceError)) await settlePackages(device, record);
  }
}

/** The digest of the package in a folder, as its `signature.sig` has it; null where there is none. */
export async function digestOfPackage({ ports }: Device, folder: string): Promise<string | null> {
  const bytes = await ports.disk.read(join(folder, SIGNATURE_PATH));
  const parsed = bytes === null ? null : parseAtRest(bytes, SIGNATURE_PATH);
  if (parsed === null || !parsed.ok) return null;
  return contentDigest(parsed.document.signed as unknown as PackageDocument, nodeCrypto.sha256);
}

/** Removes everything of an app that is not installed, except its data. */
export async function clearRemains(device: Device, app: AppId): Promise<void> {
  const { disk } = device.ports;
  const { folder, data } = device.layout.app(app);
  const remains = (await disk.list(folder)).filter((name) => name !== basename(data));
  if (remains.length > 0) await unregister(device, app);
  for (const name of remains) await disk.remove(join(folder, name));
  if ((await disk.list(data)).length === 0) await disk.remove(folder);
}

/** Files that were being written; they never lie where apps keep theirs. */
async function sweep({ ports }: Device, folder: string): Promise<void> {
  for (const name of await ports.disk.list(folder)) {
    if (/^\..+\.tmp$/.test(name)) await ports.disk.remove(join(folder, name));
  }
}

/**
 * Puts packages where the record says. Their digests tell which is which, so that it does not matter at which step an update or a
 * rollback was interrupted, or this.
 */
async function settlePackages(device: Device, record: InstalledApp): Promise<void> {
  const { disk, luaSandbox, homeScreen } = device.ports;
  const at = device.layout.app(record.app_id);
  const isSettled = (await disk.isFolder(at.previous)) === (record.previous !== null);
  if (isSettled && !(await disk.isFolder(at.outgoing))) return;

  const current = record.content_digest;
  const kept = record.previous?.content_digest ?? null;
  const places = await Promise.all(
    [at.package, at.previous, at.outgoing].map(async (place) => ({
      place,
      digest: await digestOfPackage(device, place),
    })),
  );
  const placeOf = (digest: string | null): string | null =>
    digest === null ? null : (places.find((each) => each.digest === digest)?.place ?? null);
  const currentPlace = placeOf(current);
  // Somebody altered the package: nothing here is known to be worthless.
  if (currentPlace === null) return;
  const keptPlace = placeOf(kept);
  for (const { place } of places) if (place !== currentPlace && place !== keptPlace) await disk.remove(place);
  if (keptPlace === at.package) await disk.rename(at.package, at.previous);
  if (currentPlace !== at.package) await disk.rename(currentPlace, at.package);
  if (keptPlace === at.outgoing) await disk.rename(at.outgoing, at.previous);
  await luaSandbox.register(record);
  await homeScreen.add(record);
  if (kept !== null && keptPlace === null) {
    await disk.write(at.record, encodeState({ ...record, previous: null, probation: null }));
  }
}

/** Takes an app from sandbox and home screen. */
export async function unregister({ ports }: Device, app: AppId): Promise<void> {
  await ports.luaSandbox.unregister(app);
  await ports.homeScreen.remove(app);
}
