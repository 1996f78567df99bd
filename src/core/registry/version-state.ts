import type { Moderation, Track } from "./documents.ts";
import type { AppRecord } from "./model.ts";
import type { VersionCode } from "../ids/ids.ts";

/** How a published version stands now. */
export interface VersionState {
  readonly track: Track;
  /** Share of devices in hundredths of a percent; 0 while halted. */
  readonly rolloutBp: number;
  /** `unreleased` waits for its release event, `held` for the operators, `withdrawn` for nothing; none of them is published. */
  readonly status: "available" | "unreleased" | "held" | "yanked" | "suspended" | "withdrawn";
  /** Why it was yanked, held, suspended or withdrawn. */
  readonly reason: string | null;
}

/** A version that devices get to see. */
export type PublishedState = VersionState & { readonly status: "available" | "yanked" | "suspended" };

/** True for what the store publishes; the rest waits. */
export function isPublished(state: VersionState): state is PublishedState {
  return state.status === "available" || state.status === "yanked" || state.status === "suspended";
}

/** What the state of a version follows from. */
export type VersionHistory = Pick<AppRecord, "versions" | "events" | "moderation" | "decisions">;

/**
 * The state of each version: its document gives the initial value, then every event in order, then what operators did. The last
 * one wins, but for a decision that it is withdrawn, which is the end of it.
 */
export function versionStates(record: VersionHistory): ReadonlyMap<VersionCode, VersionState> {
  return new Map(record.versions.map(({ version_code: code }) => [code, stateOf(record, code)]));
}

function stateOf(record: VersionHistory, code: VersionCode): VersionState {
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
  const { suspended, forced, held } = moderationOf(record, code);
  const withdrawn = forced ?? yanked;
  const rollout = { track, rolloutBp: halted ? 0 : rolloutBp };
  const end = record.decisions.find((each) => each.verdict === "withdrawn" && each.version_code === code);
  if (end !== undefined) return { ...rollout, status: "withdrawn", reason: end.reasons[0]?.evidence ?? "" };
  if (suspended !== null) return { ...rollout, status: "suspended", reason: suspended };
  if (withdrawn !== null) return { ...rollout, status: "yanked", reason: withdrawn };
  if (held !== null) return { ...rollout, status: "held", reason: held };
  return { ...rollout, status: released ? "available" : "unreleased", reason: null };
}

/** Why operators took a version out of the store, by act; null where they did not. */
interface Acts {
  readonly suspended: string | null;
  readonly forced: string | null;
  readonly held: string | null;
}

/** The last act of each kind since the last `restore`. An act without a version is about all of them. */
function moderationOf({ moderation }: Pick<AppRecord, "moderation">, code: VersionCode): Acts {
  const reasons = new Map<Moderation["action"], string>();
  for (const { action, reason, version_code: about } of moderation) {
    if (about !== undefined && about !== code) continue;
    if (action === "restore") reasons.clear();
    else reasons.set(action, reason);
  }
  return {
    suspended: reasons.get("suspend") ?? null,
    forced: reasons.get("force-yank") ?? null,
    held: reasons.get("hold") ?? null,
  };
}
