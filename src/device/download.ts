import { DeviceError, trusting } from "./device-error.ts";
import type { Device } from "./device.ts";
import { type DeltaContext, fetchDelta } from "./fetch-delta.ts";
import { platformKeys, type StoreSession } from "./store-session.ts";
import { chooseDelta } from "../core/delta/choose-delta.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { ChangePlan } from "../core/device/plan-change.ts";
import { verifyDownload } from "../core/device/verify-download.ts";
import type { StoreFile } from "../core/index/app-document.ts";
import type { OpenPackage } from "../core/package/read-package.ts";
import { fetchNeeded } from "../core/trust/trust-ports.ts";
import { requireContent } from "../core/trust/verify.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

/** How a package came; a JSON value. */
export type Transfer = {
  readonly by: "package" | "delta";
  /** Of the package or delta that was used. */
  readonly bytes: number;
  /** Why a delta that was announced could not be used. */
  readonly delta_problem?: string;
};

export interface Downloaded {
  readonly opened: OpenPackage;
  readonly transfer: Transfer;
}

/**
 * Loads what a plan names and verifies all of it: by a delta where one starts at what is installed, whole where there is none or
 * anything is wrong with it. The package is held in memory: its size is bounded by the format.
 *
 * @throws DeviceError
 */
export async function downloadPackage(
  device: Device,
  session: StoreSession,
  plan: ChangePlan,
  installed: InstalledApp | null,
): Promise<Downloaded> {
  await requireSpace(device, plan.to.package.length);
  const signature = await load(session, plan.to.signature);
  const context = {
    plan,
    signature,
    platformKeys: await platformKeys(session),
    load: (file: StoreFile) => load(session, file),
  };
  const delta = chooseDelta(plan.to, installed);
  const fetched = delta === null ? null : await fetchDelta(device, delta, context);
  const downloaded: Downloaded =
    delta !== null && fetched?.ok === true
      ? { opened: fetched.opened, transfer: { by: "delta", bytes: delta.length } }
      : {
          opened: await loadWhole(context),
          transfer: {
            by: "package",
            bytes: plan.to.package.length,
            ...(fetched?.ok === false && { delta_problem: fetched.problem }),
          },
        };
  const unpacked = downloaded.opened.files.reduce((sum, { data }) => sum + data.length, 0);
  await requireSpace(device, unpacked);
  return downloaded;
}

async function loadWhole({ plan, signature, platformKeys: keys, load: loadFile }: DeltaContext): Promise<OpenPackage> {
  const archive = await loadFile(plan.to.package);
  const verified = verifyDownload({ archive, signature }, plan, keys, nodePackagePorts);
  if (verified.ok) return verified.opened;
  const [first] = verified.findings;
  const where = first?.file === undefined ? "" : `${first.file}: `;
  const message = `${plan.app_id} ${plan.to.version} is refused. ${where}${first?.message ?? ""}`;
  throw new DeviceError(verified.problem, message, { findings: verified.findings });
}

async function load({ ports }: StoreSession, file: StoreFile): Promise<Uint8Array> {
  return trusting(async () => {
    const bytes = await fetchNeeded(ports, file.path, file.length);
    requireContent(bytes, file, file.path, ports.crypto.sha256);
    return bytes;
  });
}

async function requireSpace({ layout, ports }: Device, bytes: number): Promise<void> {
  const free = await ports.disk.freeBytes(layout.root);
  if (free < bytes) throw new DeviceError("no-space", `${bytes} bytes are needed, but only ${free} are free.`);
}
