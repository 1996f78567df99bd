import type { LineageProblem } from "../core/device/lineage.ts";
import type { NoUpdateReason } from "../core/device/select-update.ts";
import type { Finding } from "../core/findings/finding.ts";
import { TrustError, type TrustErrorCode, trustErrorCodes } from "../core/trust/trust-error.ts";

/** Every reason why a device does not do what was asked, with the next step; codes of `TrustError` are about the store's files. */
export const deviceErrors = {
  unreachable: "Check the connection and try again; installed apps keep running.",
  missing: "The store is incomplete. Tell whoever runs it.",
  "too-large": "Someone alters the store's files, or it is broken. Do not install from here; tell whoever runs it.",
  "too-many-roots":
    "Try again: the roots that were checked are kept, and it goes on from there. On the first contact with a store nothing is kept yet: give a newer root with `--root-file`.",
  malformed: "Someone alters the store's files, or it is broken. Do not install from here; tell whoever runs it.",
  "wrong-type": "Someone alters the store's files, or it is broken. Do not install from here; tell whoever runs it.",
  "signature-threshold":
    "Someone alters the store's files, or another store is at this address. Do not install from here.",
  rollback: "Someone shows an old state of the store. Try again from another network.",
  "mix-and-match": "Someone mixes states of the store, or it is just being published. Try again in a minute.",
  "hash-mismatch": "Someone alters the store's files, or it is just being published. Try again in a minute.",
  expired:
    "The store has not been signed for too long, or someone hides newer states. Check the device's clock; installed apps keep running.",
  locked: "Wait until the other process is done.",
  "state-broken": "A file of the device was altered. Restore it, or uninstall the app and install it again.",
  "bad-url":
    "Give the http or https address of a store, without query or fragment, or a folder with a copy of it, such as ./store.",
  "root-differs": "Compare the root's fingerprint with the one the store announces elsewhere.",
  "not-offered": "Check the id; the store's pages list its apps.",
  "not-installed": "Run `mosis device list` for the apps there are.",
  "no-previous": "Only the version before the last update is kept, and it can be gone back to once.",
  "not-for-device": "Nothing is to be done; the store may offer another version later.",
  "other-store":
    "Update it from its own store with `mosis device update`. To take this store's instead, or to follow a store that moved: `mosis device uninstall --forget`, which removes its data too, and install it again.",
  lineage:
    "Do not trust the new owner blindly. To start anew, `mosis device uninstall --data --forget` and install again.",
  "recovery-early":
    "Check the device's clock, and try again from that time on: until then the owner can object. Installed apps keep running.",
  package: "The store serves another package than it announces, or a bad one. Tell whoever runs it.",
  signature: "The package is not signed by those who must. Tell the developer and whoever runs the store.",
  consent: "Look at the permissions, then repeat with `--accept-permissions`.",
  "telemetry-unreachable": "Check the connection and try again.",
  "telemetry-refused": "Check the address of the telemetry service, or tell whoever runs it.",
  "no-space": "Free some space, for instance by uninstalling apps.",
} as const satisfies Record<TrustErrorCode, string> & Record<string, string>;

export type DeviceErrorCode = keyof typeof deviceErrors;

export interface DeviceErrorOptions extends ErrorOptions {
  readonly findings?: readonly Finding[];
  readonly problem?: LineageProblem | NoUpdateReason;
}

/** Why a device does not do what was asked. Whenever it is thrown, apps, pins and registrations are as they were before. */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
  readonly code: DeviceErrorCode;
  /** What is wrong with a package. */
  readonly findings: readonly Finding[];
  /** Of a lineage: which clause of docs/spec/keys-and-lineage.md 5.2 it breaks. Where no version is for the device: why. */
  readonly problem: LineageProblem | NoUpdateReason | null;

  constructor(code: DeviceErrorCode, message: string, options: DeviceErrorOptions = {}) {
    const { findings = [], problem = null, ...rest } = options;
    super(message, rest);
    this.code = code;
    this.findings = findings;
    this.problem = problem;
  }

  /** The next step, as imperative sentences. */
  get fix(): string {
    return deviceErrors[this.code];
  }
}

/** Runs something that reads a store's files; what is wrong with them becomes the device's error of the same code. */
export async function trusting<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof TrustError) throw new DeviceError(error.code, error.message, { cause: error });
    throw error;
  }
}

/** Whether it is the store or the way to it that is to blame, so that it may help to ask again soon. */
export function isStoreTrouble({ code }: DeviceError): boolean {
  return (trustErrorCodes as readonly DeviceErrorCode[]).includes(code);
}
