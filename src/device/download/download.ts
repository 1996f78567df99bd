import { DeviceError, trusting } from "../device-error.ts";
import type { Device } from "../device.ts";
import { type DeltaContext, fetchDelta } from "./fetch-delta.ts";
import { fetchResumable } from "./fetch-resumable.ts";
import { dropPartials } from "./partials.ts";
import { platformKeys, type StoreSession } from "../store/store-session.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { chooseDelta } from "../../core/delta/choose-delta.ts";
import type { InstalledApp } from "../../core/device/installed-app.ts";
import type { ChangePlan } from "../../core/device/plan-change.ts";
import { verifyDownload } from "../../core/device/verify-download.ts";
import type { RuleId } from "../../core/findings/catalogue.ts";
import type { StoreFile } from "../../core/index/app-document.ts";
import type { OpenPackage } from "../../core/package/read-package.ts";
import { fetchNeeded } from "../../core/trust/trust-ports.ts";
import { requireContent } from "../../core/trust/verify.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

/** How a package came; a JSON value. */
export type Transfer = {
  readonly by: "package" | "delta";
  /** Of the package or delta that was used. */
  readonly bytes: number;
  /** Why a delta that was announced could not be used. */
  readonly delta_problem?: string;
  /** The rule that it broke, if it came as announced. */
  readonly delta_rule?: RuleId;
};

export interface Downloaded {
  /** Its files are read from where the package was downloaded to, until that is released. */
  readonly opened: OpenPackage;
  readonly transfer: Transfer;
  /** Removes what was downloaded. */
  release(): Promise<void>;
}

/**
 * Loads what a plan names and verifies all of it: by a delta where one starts at what is installed, whole where there is none or
 * anything is wrong with it. A whole package comes by way of a file, so that a broken download goes on where it broke, and is read
 * from there: it need not fit in memory.
 *
 * @throws DeviceError
 */
export async function downloadPackage(
  device: Device,
  session: StoreSession,
  plan: ChangePlan,
  installed: InstalledApp | null,
): Promise<Downloaded> {
  const { length, sha256 } = plan.to.package;
  await requireSpace(device, length - (await bytesThere(device, plan.to.package)), sha256);
  const context = {
    plan,
    platformKeys: await platformKeys(session),
    load: (file: StoreFile) => load(session, file),
  };
  const delta = chooseDelta(plan.to, installed);
  const fetched = delta === null ? null : await fetchDelta(device, delta, context);
  const downloaded: Downloaded =
    delta !== null && fetched?.ok === true
      ? { opened: fetched.opened, transfer: { by: "delta", bytes: delta.length }, release: async () => undefined }
      : {
          ...(await loadWhole(device, session, context)),
          transfer: {
            by: "package",
            bytes: length,
            ...(fetched?.ok === false && { delta_problem: fetched.problem }),
            ...(fetched?.ok === false && fetched.rule !== undefined && { delta_rule: fetched.rule }),
          },
        };
  const unpacked = downloaded.opened.document.files.reduce((sum, file) => sum + file.length, 0);
  // A part of the package may be there although it came by a delta.
  if (downloaded.transfer.by === "delta") await dropPartials(device, (name) => name.startsWith(sha256));
  try {
    await requireSpace(device, unpacked, sha256);
    return downloaded;
  } catch (error) {
    await downloaded.release();
    throw error;
  }
}

async function loadWhole(
  device: Device,
  session: StoreSession,
  { plan, platformKeys: keys, load: loadFile }: DeltaContext,
): Promise<Pick<Downloaded, "opened" | "release">> {
  const signature = await loadFile(plan.to.signature);
  const { rest } = device.ports.fetcherOf(session.record.url);
  const { source, release } = await fetchResumable(device, rest, plan.to.package);
  const verified = verifyDownload({ archive: source, signature }, plan, keys, nodePackagePorts);
  if (verified.ok) return { opened: verified.opened, release };
  await release();
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

/** What a download that broke off brought of the file, or 0. */
async function bytesThere({ layout, ports }: Device, { sha256 }: StoreFile): Promise<number> {
  return (await ports.disk.look(layout.partial(sha256)))?.bytes ?? 0;
}

/** Where space is short, downloads that broke off give way, but for the one that is wanted. */
async function requireSpace(device: Device, bytes: number, wanted: Sha256): Promise<void> {
  const { layout, ports } = device;
  if ((await ports.disk.freeBytes(layout.root)) >= bytes) return;
  await dropPartials(device, (name) => !name.startsWith(wanted));
  const free = await ports.disk.freeBytes(layout.root);
  if (free < bytes) throw new DeviceError("no-space", `${bytes} bytes are needed, but only ${free} are free.`);
}
