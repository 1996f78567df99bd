import { type Context, Hono } from "hono";

import { place, type Place } from "./ingest/place.ts";
import { rawBatch, rawCrash } from "./ingest/raw-records.ts";
import { type Appended, StoreUnavailableError, type TelemetryPorts } from "./ports.ts";
import { exportStream } from "./privacy/export-stream.ts";
import { scrubCrash } from "./scrub/scrub-crash.ts";
import type { JsonValue } from "../../src/core/json/value.ts";
import {
  parseBatch,
  parseCrash,
  parsePrivacyRequest,
  type Parsed,
  type Violation,
} from "../../src/core/telemetry/parse-telemetry.ts";
import { answerErrors, methodNotAllowed } from "../shared/answer-errors.ts";
import { limits } from "../shared/limits.ts";
import { ProblemError } from "../shared/problem.ts";
import { addressPrefix, enforceRate } from "../shared/rate-limit.ts";
import { readJson } from "../shared/read-json.ts";

type Headers = Readonly<Record<string, string>>;
type RateName = keyof typeof limits.rates;

/** Until a disk that is full may have been looked after. */
const RETRY_SECONDS = 300;
const { rates, sizes } = limits;

/** What phones tell of apps, and what a person may ask of that. Documents are those of `src/core/telemetry`. */
export function telemetryApi(ports: TelemetryPorts): Hono {
  const app = telemetryRoutes(ports);
  answerErrors(app, ports.report);
  return app;
}

/** {@link telemetryApi} for a server that answers errors of all its parts. */
export function telemetryRoutes(ports: TelemetryPorts): Hono {
  const app = new Hono();
  const routes = {
    "/telemetry/events": takeEvents,
    "/telemetry/crash": takeCrash,
    "/telemetry/privacy/export": exportAll,
    "/telemetry/privacy/delete": deleteAll,
  };
  for (const [path, handle] of Object.entries(routes)) {
    // One handler for all methods: Hono takes another way for several, which is slower.
    app.all(path, (context) =>
      context.req.method === "POST" ? handle(context, ports).catch(asProblem(ports.report)) : methodNotAllowed("POST"),
    );
  }
  return app;
}

async function takeEvents(context: Context, ports: TelemetryPorts): Promise<Response> {
  enforce(ports, "telemetryEventsFrom", addressOf(context, ports));
  const document = await read(context, sizes.batchBytes.limit, ports);
  const parsed = valid(parseBatch(document as JsonValue));
  const headers = enforce(ports, "telemetryEvents", parsed.batch.device_id);
  const where = await placeOf(parsed.batch, ports);
  const appended = await ports.store.appendBatch(rawBatch(parsed, where));
  return taken(appended, { accepted: parsed.accepted.length, refused: parsed.refused }, headers);
}

async function takeCrash(context: Context, ports: TelemetryPorts): Promise<Response> {
  enforce(ports, "telemetryCrashesFrom", addressOf(context, ports));
  const document = await read(context, sizes.crashBytes.limit, ports);
  const crash = valid(parseCrash(scrubCrash(document) as JsonValue));
  const headers = enforce(ports, "telemetryCrashes", crash.device_id);
  const where = await placeOf(crash, ports);
  const appended = await ports.store.appendCrash(rawCrash(crash, where));
  return taken(appended, { accepted: 1, refused: [] }, headers);
}

async function exportAll(context: Context, ports: TelemetryPorts): Promise<Response> {
  const { ids, headers } = await readIds(context, ports);
  const lists = { events: ports.store.eventsOf(ids), crashes: ports.store.crashesOf(ids) };
  const type = { "content-type": "application/json", "cache-control": "no-store" };
  return context.body(exportStream(lists), 200, { ...headers, ...type });
}

async function deleteAll(context: Context, ports: TelemetryPorts): Promise<Response> {
  const { ids, headers } = await readIds(context, ports);
  return context.json(await ports.store.deleteAll(ids), 200, { ...headers });
}

async function readIds(context: Context, ports: TelemetryPorts) {
  const headers = enforce(ports, "telemetryPrivacy", addressOf(context, ports));
  const document = await read(context, sizes.privacyBytes.limit, ports);
  const { ids } = valid(parsePrivacyRequest(document as JsonValue));
  return { ids, headers };
}

/** What was deleted before is told like what was stored before: it is not to be sent again. */
function taken(
  appended: Appended,
  { accepted, refused }: { readonly accepted: number; readonly refused: readonly unknown[] },
  headers: Headers,
): Response {
  const isNew = appended === "stored";
  const body = JSON.stringify({ accepted: isNew ? accepted : 0, refused, duplicate: !isNew });
  return new Response(body, { status: 202, headers: { ...headers, "content-type": "application/json" } });
}

function enforce({ limiter }: TelemetryPorts, name: RateName, key: string): Headers {
  return enforceRate(limiter, name, rates[name], key);
}

function addressOf(context: Context, ports: TelemetryPorts): string {
  return addressPrefix(ports.addressOf(context));
}

function read(context: Context, maxBytes: number, { gunzip }: TelemetryPorts): Promise<unknown> {
  return readJson(context.req.raw, { maxBytes, ...(gunzip !== undefined && { gunzip }) });
}

function valid<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw invalid("The document is not as it has to be.", parsed.errors);
  return parsed.value;
}

function invalid(detail: string, errors: readonly Violation[]): ProblemError {
  return new ProblemError({
    name: "invalid-document",
    status: 422,
    title: "The document is not valid",
    detail,
    errors,
  });
}

/** Where it belongs, when it is about a version that the store has, and of a day that is kept. */
async function placeOf(
  sent: { readonly app_id: string; readonly version_code: number; readonly day: string; readonly sent_at: string },
  { versions, now, rawDays = sizes.rawDays.limit }: TelemetryPorts,
): Promise<Place> {
  const { app_id: app, version_code: code, day } = sent;
  const isKnown = versions.has(app, code);
  if (!(typeof isKnown === "boolean" ? isKnown : await isKnown)) {
    const message = `The store has no version ${code} of ${app}.`;
    throw invalid("Only versions that the store has are counted.", [{ pointer: "/version_code", message }]);
  }
  const where = place(sent, now().getTime(), rawDays);
  if (where !== null) return where;
  const message = `${day} is not one of the last ${rawDays} days.`;
  throw invalid("Only days that are kept are taken.", [{ pointer: "/day", message }]);
}

function asProblem(report: (error: unknown) => void): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof StoreUnavailableError)) throw error;
    report(error);
    throw new ProblemError(
      {
        name: "not-stored",
        status: 503,
        title: "It cannot be stored now",
        detail: `Nothing of it was stored. Send it again in ${RETRY_SECONDS} seconds.`,
      },
      { "retry-after": String(RETRY_SECONDS) },
    );
  };
}
