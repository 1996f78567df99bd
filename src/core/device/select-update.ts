import type { OfferedVersion } from "./offered-app.ts";
import { ROLLOUT_BUCKETS } from "./rollout.ts";
import { echo } from "../findings/finding.ts";
import type { VersionCode } from "../ids/ids.ts";
import { compareSemver } from "../ids/semver.ts";
import type { Track } from "../registry/documents.ts";
import { tracksOf } from "../registry/tracks.ts";

/** What of a device decides which version it gets. */
export interface UpdateDevice {
  /** SemVer of its Mosis. */
  readonly mosisVersion: string;
  /** Whoever follows `beta` gets stable versions too, and `edge` gets all. */
  readonly track: Track;
  /** From `rolloutBucket`. */
  readonly bucket: number;
  /** Versions that were rolled back on this device; they do not come again. */
  readonly rolledBack?: readonly VersionCode[];
}

/** What is known of a version before its package. */
export type Candidate = Pick<
  OfferedVersion,
  "version" | "version_code" | "track" | "status" | "reason" | "rollout_bp" | "min_mosis_version"
>;

/**
 * Why a version is not for this device: withdrawn by its developer, suspended by the store, rolled back here before, of another
 * track, for a newer Mosis, or not rolled out to it.
 */
export type PassReason = "yanked" | "suspended" | "rolled-back" | "track" | "mosis-too-old" | "rollout";

/** A version that is newer than the installed one but not for this device. A type, so that it is a JSON value. */
export type PassedOver = {
  readonly version: string;
  readonly version_code: VersionCode;
  readonly reason: PassReason;
  /** A whole sentence. */
  readonly why: string;
};

/** Why there is no update. `up-to-date`: there is no newer version at all; otherwise of the newest one passed over. */
export type NoUpdateReason = PassReason | "up-to-date" | "nothing-offered";

export type UpdateDecision<Version extends Candidate> =
  | { readonly kind: "update"; readonly version: Version; readonly passedOver: readonly PassedOver[] }
  | {
      readonly kind: "none";
      readonly reason: NoUpdateReason;
      readonly why: string;
      readonly passedOver: readonly PassedOver[];
    };

/**
 * Chooses the highest version for a device. Never one that is not higher than the installed one: going back is no update.
 *
 * @param installed null where the app is not installed yet
 */
export function selectUpdate<Version extends Candidate>(
  versions: readonly Version[],
  installed: Pick<Candidate, "version" | "version_code"> | null,
  device: UpdateDevice,
): UpdateDecision<Version> {
  const newer = versions
    .filter(({ version_code: code }) => code > (installed?.version_code ?? 0))
    .toSorted((a, b) => b.version_code - a.version_code);
  const passedOver: PassedOver[] = [];
  for (const version of newer) {
    const obstacle = obstacleTo(version, device);
    if (obstacle === null) return { kind: "update", version, passedOver };
    passedOver.push({ version: version.version, version_code: version.version_code, ...obstacle });
  }
  const [newest] = passedOver;
  if (newest !== undefined) return { kind: "none", reason: newest.reason, why: newest.why, passedOver };
  if (installed === null) {
    return { kind: "none", reason: "nothing-offered", why: "The store offers no version of the app.", passedOver };
  }
  return { kind: "none", reason: "up-to-date", why: `Version ${installed.version} is the newest.`, passedOver };
}

function obstacleTo(version: Candidate, device: UpdateDevice): Pick<PassedOver, "reason" | "why"> | null {
  const name = `Version ${version.version}`;
  const because = version.reason === undefined || version.reason === "" ? "." : `: ${echo(version.reason)}`;
  if (version.status === "suspended")
    return { reason: "suspended", why: `${name} is suspended by the store${because}` };
  if (version.status === "yanked") return { reason: "yanked", why: `${name} was withdrawn${because}` };
  if (device.rolledBack?.includes(version.version_code) === true) {
    return { reason: "rolled-back", why: `${name} was rolled back on this device.` };
  }
  if (!tracksOf(device.track).includes(version.track)) {
    return { reason: "track", why: `${name} is on the track ${version.track}; this device follows ${device.track}.` };
  }
  if (compareSemver(version.min_mosis_version, device.mosisVersion) > 0) {
    const why = `${name} needs Mosis ${version.min_mosis_version}; this device has ${device.mosisVersion}.`;
    return { reason: "mosis-too-old", why };
  }
  if (device.bucket < version.rollout_bp) return null;
  const percent = version.rollout_bp / (ROLLOUT_BUCKETS / 100);
  const why =
    version.rollout_bp === 0
      ? `${name} is held back for now.`
      : `${name} is rolled out to ${percent} % of devices, and this one is not among them yet.`;
  return { reason: "rollout", why };
}
