import type { CrashReport, PrivacyRequest, TelemetryBatch, TelemetryEvent } from "./batch.ts";
import { cutText } from "./cut-text.ts";
import { isDay } from "./days.ts";
import { eventTypes } from "./event-types.ts";
import { telemetryLimits } from "./telemetry-limits.ts";
import { telemetrySchemas } from "./telemetry-schemas.ts";
import { validators } from "./telemetry-validators.generated.ts";
import { echoJson } from "../findings/finding.ts";
import type { JsonValue } from "../json/value.ts";
import { explainViolation } from "../schemas/explain-violation.ts";
import { adviceForKey } from "../schemas/known-keys.ts";

/** What is wrong with a document, where, and what was expected, as a sentence. */
export interface Violation {
  /** JSON pointer. */
  readonly pointer: string;
  readonly message: string;
}

/** What the parsers of this file give. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly Violation[] };

/** An event that may not be sent at the consent of its batch. The rest of the batch is taken. */
export interface RefusedEvent {
  readonly index: number;
  readonly reason: string;
}

/** A batch as it is to be stored: what is refused is told apart, and ids of events are still their index in what was sent. */
export interface ParsedBatch {
  readonly batch: TelemetryBatch;
  readonly accepted: readonly { readonly index: number; readonly event: TelemetryEvent }[];
  readonly refused: readonly RefusedEvent[];
}

/** Reads a batch. All of it must have the form of its schemas; events above its consent are refused alone. */
export function parseBatch(value: JsonValue): Parsed<ParsedBatch> {
  const errors = violations("batch", value);
  if (errors.length > 0) return { ok: false, errors };
  const batch = value as unknown as TelemetryBatch;
  const wrong = [
    ...strayDay(batch.day),
    ...strayDay(batch.sent_at.slice(0, batch.day.length), "/sent_at"),
    ...batch.events.flatMap((event, index) => [
      ...violations(event.type, value, { at: () => `/events/${index}/data`, value: event.data as JsonValue }),
      ...strayTime(batch.day, event.time, () => `/events/${index}/time`),
    ]),
  ].slice(0, telemetryLimits.violations);
  return wrong.length > 0 ? { ok: false, errors: wrong } : { ok: true, value: byConsent(batch) };
}

function byConsent(batch: TelemetryBatch): ParsedBatch {
  const indexed = batch.events.map((event, index) => ({ index, event }));
  const allowed = ({ event }: { readonly event: TelemetryEvent }): boolean =>
    eventTypes[event.type].consent <= batch.consent;
  const refused = indexed
    .filter((each) => !allowed(each))
    .map(({ index, event: { type } }) => ({
      index,
      reason: `${type} needs consent ${eventTypes[type].consent}, the batch has ${batch.consent}.`,
    }));
  return { batch, accepted: indexed.filter(allowed), refused };
}

/** Reads a crash report. Texts that are too long are cut, and the screen is left out below consent 2; neither is an error. */
export function parseCrash(value: JsonValue): Parsed<CrashReport> {
  const errors = violations("crash", value);
  if (errors.length > 0) return { ok: false, errors };
  const crash = value as unknown as CrashReport;
  const wrong = [
    ...strayDay(crash.day),
    ...strayDay(crash.sent_at.slice(0, crash.day.length), "/sent_at"),
    ...strayTime(crash.day, crash.timestamp, () => "/timestamp"),
  ];
  return wrong.length > 0 ? { ok: false, errors: wrong } : { ok: true, value: cutCrash(crash) };
}

/** A crash report within the limits of its texts and its consent. */
export function cutCrash(crash: CrashReport): CrashReport {
  const { screen, ...context } = crash.context;
  return {
    ...crash,
    message: cutText(crash.message, telemetryLimits.messageCharacters),
    stack_trace: cutText(crash.stack_trace, telemetryLimits.stackCharacters),
    context: crash.consent === 2 && screen !== undefined ? { screen, ...context } : context,
  };
}

/** Reads a request to export or delete. */
export function parsePrivacyRequest(value: JsonValue): Parsed<PrivacyRequest> {
  const errors = violations("privacy", value);
  if (errors.length > 0) return { ok: false, errors };
  const request = value as unknown as PrivacyRequest;
  const wrong = request.ids
    .flatMap(({ day }, index) => strayDay(day, `/ids/${index}/day`))
    .slice(0, telemetryLimits.violations);
  return wrong.length > 0 ? { ok: false, errors: wrong } : { ok: true, value: request };
}

function strayDay(day: string, pointer = "/day"): readonly Violation[] {
  return isDay(day) ? [] : [{ pointer, message: `${day} is no day of the calendar.` }];
}

function strayTime(day: string, time: string, pointer: () => string): readonly Violation[] {
  return time.startsWith(day) ? [] : [{ pointer: pointer(), message: `${echoJson(time)} is not on the day ${day}.` }];
}

/** Keywords that only say that a branch failed; the branch's own errors say why. */
const SUMMARIES: ReadonlySet<string> = new Set(["propertyNames"]);

/** A part of a document, and the JSON pointer to it, which is made only where something is wrong. */
interface DocumentPart {
  readonly value: JsonValue;
  readonly at: () => string;
}

/** Violations of a schema by a document, or by a part of it. */
function violations(
  name: keyof typeof validators,
  root: JsonValue,
  part: DocumentPart = { value: root, at: () => "" },
): readonly Violation[] {
  const validator = validators[name];
  if (validator(part.value)) return [];
  const at = part.at();
  const schema = telemetrySchemas[name];
  return (validator.errors ?? [])
    .filter(({ keyword }) => !SUMMARIES.has(keyword))
    .slice(0, telemetryLimits.violations)
    .map((error) => {
      const { pointer, message, expected, fix } = explainViolation(
        { ...error, instancePath: at + error.instancePath },
        root,
        (key, place) => adviceForKey(key, schema, place.slice(at.length)),
      );
      const advice = [expected === undefined ? "" : `Expected: ${expected}.`, fix ?? ""].filter((text) => text !== "");
      return { pointer, message: [message, ...advice].join(" ") };
    });
}
