import { DeviceError, trusting } from "./device-error.ts";
import type { Device } from "./device.ts";
import { platformKeys, type StoreSession } from "./store-session.ts";
import type { ChangePlan } from "../core/device/plan-change.ts";
import { verifyDownload } from "../core/device/verify-download.ts";
import type { StoreFile } from "../core/index/app-document.ts";
import type { OpenPackage } from "../core/package/read-package.ts";
import { fetchNeeded } from "../core/trust/trust-ports.ts";
import { requireContent } from "../core/trust/verify.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

/**
 * Loads what a plan names and verifies all of it. The package is held in memory: its size is bounded by the format.
 *
 * @throws DeviceError
 */
export async function downloadPackage(device: Device, session: StoreSession, plan: ChangePlan): Promise<OpenPackage> {
  await requireSpace(device, plan.to.package.length);
  const signature = await load(session, plan.to.signature);
  const archive = await load(session, plan.to.package);
  const verified = verifyDownload({ archive, signature }, plan, await platformKeys(session), nodePackagePorts);
  if (!verified.ok) {
    const [first] = verified.findings;
    const where = first?.file === undefined ? "" : `${first.file}: `;
    const message = `${plan.app_id} ${plan.to.version} is refused. ${where}${first?.message ?? ""}`;
    throw new DeviceError(verified.problem, message, { findings: verified.findings });
  }
  const unpacked = verified.opened.files.reduce((sum, { data }) => sum + data.length, 0);
  await requireSpace(device, unpacked);
  return verified.opened;
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
