import type { CrashDraft } from "./app-run.ts";
import { memoryOf, type Outbox, type Recorded, remember } from "./outbox.ts";
import type { QueuedCrash, RanOn } from "./queued.ts";
import { cutText } from "../cut-text.ts";
import { dayOf } from "../days.ts";
import { telemetryLimits } from "../telemetry-limits.ts";

/** Crash reports of one app on one day; further crashes are only counted. */
const CRASHES_A_DAY = 10;

/** Puts a crash report beside the events. After ten of an app on a day there are no more. */
export function recordCrash(
  outbox: Outbox,
  ran: RanOn & { readonly app_version: string },
  crash: CrashDraft,
): Recorded<QueuedCrash> {
  const { consent, offset_ms } = outbox;
  const day = dayOf(crash.at);
  const memory = memoryOf(outbox, ran.app_id);
  const crashes = memory.crashed === day ? memory.crashes + 1 : 1;
  if (consent === 0 || crashes > CRASHES_A_DAY) return { outbox, closed: [] };
  const seq = outbox.seq + 1;
  const { screen, ...context } = crash.context;
  const report: QueuedCrash = {
    kind: "crash",
    seq,
    offset_ms,
    app_id: ran.app_id,
    version_code: ran.version_code,
    app_version: ran.app_version,
    mosis_version: ran.mosis_version,
    crash_id: crash.crash_id,
    day,
    consent,
    timestamp: new Date(crash.at).toISOString(),
    session: crash.session,
    crash_type: crash.type,
    message: cutText(crash.message, telemetryLimits.messageCharacters),
    stack_trace: cutText(crash.stack_trace, telemetryLimits.stackCharacters),
    context: consent === 2 && screen !== undefined ? { screen, ...context } : context,
  };
  return { outbox: remember({ ...outbox, seq }, { ...memory, crashed: day, crashes }), closed: [report] };
}
