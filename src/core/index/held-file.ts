import { canonicalize } from "../json/canonical.ts";
import type { Hold } from "../registry/hold.ts";
import type { Registry } from "../registry/model.ts";

/** Where the published tree lists what has landed and is not published. */
export const HELD_FILE = "v1/held.json";

/**
 * Every held version with its state, who has to do something next, and until when. What a stranger's server said is not in it, and
 * nothing that changes from run to run.
 */
export function heldFile({ apps }: Pick<Registry, "apps">, holds: readonly Hold[]): Uint8Array {
  const held = holds.map(({ app_id, version_code, reason, since, until }) => {
    const version = apps.get(app_id)?.versions.find((each) => each.version_code === version_code)?.version ?? "";
    return { app_id, version, version_code, state: "held", next: "developer", reason, since, until };
  });
  return canonicalize({ held });
}
