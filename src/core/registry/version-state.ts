import type { Track } from "./documents.ts";
import type { AppRecord } from "./model.ts";
import type { VersionCode } from "../ids/ids.ts";

/** How a published version stands now. */
export interface VersionState {
  readonly track: Track;
  /** Share of devices in hundredths of a percent; 0 while halted. */
  readonly rolloutBp: number;
  /** `unreleased` waits for its release event. */
  readonly status: "available" | "unreleased" | "yanked" | "suspended";
  /** Why it was yanked or suspended. */
  readonly reason: string | null;
}

/**
 * The state of each version: its document gives the initial value, then every event in order, then what operators did. The last
 * one wins.
 */
export function versionStates(
  record: Pick<AppRecord, "versions" | "events" | "moderation">,
): ReadonlyMap<VersionCode, VersionState> {
  return new Map(record.versions.map(({ version_code: code }) => [code, stateOf(record, code)]));
}

function stateOf(record: Pick<AppRecord, "versions" | "events" | "moderation">, code: VersionCode): VersionState {
  const initial = record.versions.find((each) => each.version_code === code);
  if (initial === undefined) throw new RangeError(`no version ${code}`);
  let { track, rollout_bp: rolloutBp } = initial;
  let released = initial.release === "automatic";
  let halted = false;
  let yanked: string | null = null;
  for (const event of record.events.filter((each) => each.version_code === code)) {
    switch (event.action) {
      case "yank":
        yanked = event.reason ?? "";
        break;
      case "unyank":
        yanked = null;
        break;
      case "promote":
        track = event.track ?? track;
        break;
      case "rollout":
        rolloutBp = event.rollout_bp ?? rolloutBp;
        break;
      case "halt":
        halted = true;
        break;
      case "resume":
        halted = false;
        break;
      case "release":
        released = true;
        break;
    }
  }
  const { suspended, forced } = moderationOf(record, code);
  const reason = suspended ?? forced ?? yanked;
  const status = suspended !== null ? "suspended" : reason !== null ? "yanked" : released ? "available" : "unreleased";
  return { track, rolloutBp: halted ? 0 : rolloutBp, status, reason };
}

function moderationOf(
  { moderation }: Pick<AppRecord, "moderation">,
  code: VersionCode,
): { readonly suspended: string | null; readonly forced: string | null } {
  let suspended: string | null = null;
  let forced: string | null = null;
  for (const act of moderation) {
    if (act.action === "suspend") suspended = act.reason;
    else if (act.action === "restore") [suspended, forced] = [null, null];
    else if (act.action === "force-yank" && (act.version_code === undefined || act.version_code === code))
      forced = act.reason;
  }
  return { suspended, forced };
}
