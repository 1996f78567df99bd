import { pinLineage } from "./lineage.ts";
import type { CryptoPort } from "../crypto.ts";
import type { DeveloperId, VersionCode } from "../ids/ids.ts";
import { lineageOf } from "../index/lineage.ts";
import type { Registry } from "../registry/model.ts";
import type { RecoveryStatement } from "../trust/recoveries.ts";

/** A developer of a registry whose lineage no device would believe. */
export interface Unfollowable {
  readonly developer: DeveloperId;
  readonly reason: string;
}

const AT_LAST = new Date(8_640_000_000_000_000);

/**
 * Developers whom a new device could never follow if the offline keys stated these recoveries: a ceremony that drops one which a
 * rotation of the registry stands on makes them so.
 */
export function unfollowable(
  { config, developers }: Pick<Registry, "config" | "developers">,
  recoveries: readonly RecoveryStatement[],
  crypto: CryptoPort,
): readonly Unfollowable[] {
  return [...developers].flatMap(([developer, record]) => {
    const offered = { registry: config.name, lineage: lineageOf(record), newest: 1 as VersionCode };
    const checked = pinLineage(offered, { recoveries, now: AT_LAST }, crypto);
    return checked.ok ? [] : [{ developer, reason: checked.reason }];
  });
}
