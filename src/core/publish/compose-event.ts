import type { Sha256Function } from "../crypto.ts";
import { toHex } from "../bytes.ts";
import type { Sha256, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { eventBody } from "../registry/compose.ts";
import type { AppBody, EventBody } from "../registry/documents.ts";

/** What changes about a published version. */
export interface Act extends Pick<EventBody, "action" | "track" | "rollout_bp" | "reason"> {
  readonly versionCode: VersionCode;
}

/**
 * The event after the last one of an app, to be signed by an event key of its owner; null when the last one says the same already.
 *
 * @param last null when there was none
 */
export function nextEvent(
  { registry, app_id }: Pick<AppBody, "registry" | "app_id">,
  last: EventBody | null,
  { versionCode, ...act }: Act,
  sha256: Sha256Function,
): EventBody | null {
  const said = { ...act, version_code: versionCode };
  if (last !== null && isSame(last, said)) return null;
  return eventBody({
    registry,
    app_id,
    n: (last?.n ?? 0) + 1,
    previous: last === null ? null : (toHex(sha256(canonicalize(last))) as Sha256),
    ...said,
  });
}

function isSame(last: EventBody, said: Partial<EventBody>): boolean {
  const keys = ["action", "version_code", "track", "rollout_bp", "reason"] as const;
  return keys.every((key) => last[key] === said[key]);
}
