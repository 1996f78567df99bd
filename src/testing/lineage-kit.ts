import type { AppId, KeyId, VersionCode } from "../core/ids/ids.ts";
import type { StatedRecoveries } from "../core/device/check-rotation.ts";
import { type CheckedLineage, extendLineage, type OfferedLineage, pinLineage } from "../core/device/lineage.ts";
import { type LineagePin, packageKeysFor } from "../core/device/lineage-pin.ts";
import { lineageOf } from "../core/index/lineage.ts";
import { developerBody } from "../core/registry/compose.ts";
import { nodeCrypto } from "../node/crypto.ts";
import type { DeveloperKit } from "./developer-kit.ts";

const NOTES = "com.example.notes" as AppId;

/** What a store says of a developer: the real code of the index makes it. */
export function offer(developer: DeveloperKit, newest = 1): OfferedLineage {
  const { registry, id, keys, rotations } = developer;
  const body = developerBody({ registry, id, seq: 1, name: "Ada", members: [{ role: "owner" }], keys });
  return { registry, lineage: lineageOf({ developer: body, rotations }), newest: newest as VersionCode };
}

/** The offline keys state no recovery. */
export const NOTHING_STATED: StatedRecoveries = { recoveries: [], now: new Date("2026-11-01T12:00:00Z") };

/** The pin of a lineage that must be believed. */
export function pinned(checked: CheckedLineage): LineagePin {
  if (!checked.ok) throw new Error(checked.reason);
  return checked.pin;
}

/** What a device pins of a developer on first contact. */
export function pin(developer: DeveloperKit, newest = 1, stated = NOTHING_STATED): LineagePin {
  return pinned(pinLineage(offer(developer, newest), stated, nodeCrypto));
}

/** What a device with this pin makes of the developer as the store shows it now. */
export function extend(
  before: LineagePin,
  developer: DeveloperKit,
  newest = 1,
  stated = NOTHING_STATED,
): CheckedLineage {
  return extendLineage(before, offer(developer, newest), stated, nodeCrypto);
}

/** Ids of the keys that may sign a version of an app. */
export function keysFor(lineage: LineagePin, version: number, app = NOTES): readonly KeyId[] {
  return packageKeysFor(lineage, app, version as VersionCode, nodeCrypto.sha256).map(({ keyid }) => keyid);
}
