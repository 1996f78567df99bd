import { gzipSync } from "node:zlib";

import fc from "fast-check";

import { aBatch, aCrash, anEvent, idOf } from "./batch-kit.ts";
import { addDays, dayOf } from "../../src/core/telemetry/days.ts";

/** A request that is wrong in one way. */
export interface BadRequest {
  /** In which way, for messages. */
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Whether its length is announced. */
  readonly isChunked: boolean;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

const encoder = new TextEncoder();
const PATHS = {
  batch: "/telemetry/events",
  crash: "/telemetry/crash",
  ids: "/telemetry/privacy/export",
  gone: "/telemetry/privacy/delete",
};

/** A document that is right, with what is at a path changed. */
const valid: fc.Arbitrary<{ readonly path: string; readonly document: Json }> = fc
  .constantFrom(...(Object.keys(PATHS) as (keyof typeof PATHS)[]))
  .map((kind) => {
    const documents = { batch: aBatch, crash: aCrash, ids: privacyRequest, gone: privacyRequest };
    return { path: PATHS[kind], document: documents[kind]() as unknown as Json };
  });

function privacyRequest() {
  return { ids: [idOf(aBatch()), idOf(aBatch())] };
}

/** Paths of all values in a document. */
function pathsOf(value: Json, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const members = Object.entries(value).map(
    ([key, member]) => [Array.isArray(value) ? Number(key) : key, member] as const,
  );
  return [at, ...members.flatMap(([key, member]) => pathsOf(member, [...at, key]))];
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as { readonly [key: string]: Json })[key] ?? null, value);
}

function withValue(value: Json, path: Path, next: (old: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return next(value);
  if (Array.isArray(value))
    return value.map((member: Json, at) => (at === key ? withValue(member, rest, next) : member));
  const members = value as { readonly [key: string]: Json };
  return { ...members, [key]: withValue(members[key] ?? null, rest, next) };
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const anything = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1.5,
    1e300,
    "",
    "\u0000",
    "x".repeat(500),
    [],
    {},
    [[]],
    "DROP TABLE batches",
    "\ud800",
  ),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

/** A value of another type than the one that is expected. */
const wrongType = fc
  .tuple(valid, fc.nat(), anything)
  .map(([{ path, document }, pick, value]) => {
    const paths = pathsOf(document);
    const at = paths[pick % paths.length] ?? [];
    return { path, was: valueAt(document, at), value, document: withValue(document, at, () => value) };
  })
  .filter(({ was, value }) => typeOf(was) !== typeOf(value));

const objects = (document: Json): readonly Path[] =>
  pathsOf(document).filter((at) => typeOf(valueAt(document, at)) === "object");

const moreMembers = fc
  .tuple(valid, fc.nat(), fc.constantFrom("name", "__proto__", "constructor", "ip", "email", "x y", "-1"), anything)
  .map(([{ path, document }, pick, key, value]) => {
    const paths = objects(document);
    const members = (old: Json) => Object.fromEntries([...Object.entries(old as object), [key, value]]) as Json;
    return { path, document: withValue(document, paths[pick % paths.length] ?? [], members) };
  });

/** All members of these are required. */
const fewerMembers = fc.tuple(valid, fc.nat()).map(([{ path, document }, pick]) => {
  const keys = Object.keys(document as object);
  const gone = keys[pick % keys.length];
  return {
    path,
    document: Object.fromEntries(Object.entries(document as object).filter(([key]) => key !== gone)),
  };
});

const forged = fc
  .constantFrom<object>(
    { device_id: "A".repeat(64) },
    { device_id: "0".repeat(63) },
    { device_id: `${"0".repeat(64)}\n` },
    { device_id: "../../x" },
    { batch_id: "01kb1c0v3xj8q4y2zp6m7n9rst" },
    { batch_id: "ILOU".repeat(6) },
    { batch_id: "8".repeat(26) },
    { batch_id: "1/0" },
    { app_id: "com.example.none" },
    { app_id: "../../etc" },
    { app_id: "COM.example.notes" },
    { app_id: "com.example.notes'--" },
    { version_code: 4 },
    { version_code: 0 },
    { version_code: 2 ** 31 },
    { version_code: 2 ** 53 },
    { version_code: 1.5 },
    { consent: 0 },
    { consent: 3 },
    { v: 2 },
    { mosis_version: "1" },
    { mosis_version: `1.0.0-${"9".repeat(500)}` },
    { sent_at: "2026-02-30T00:00:00.000Z" },
    { sent_at: "now" },
    { sent_at: "0000-01-01T00:00:00.000Z" },
    { sent_at: "9999-12-31T23:59:59.999Z" },
    { events: [] },
    { events: Array.from({ length: 101 }, () => anEvent("app_stop")) },
    ...[-31, -400, 2, 400].map((days) => onDay(addDays(dayOf(Date.now()), days))),
    ...["0000-01-01", "9999-12-31", "2026-02-29", "2026-13-01"].map(onDay),
    ...[{ buckets: { "111": 1 } }, { buckets: { "-1": 1 } }, { buckets: { "1": 0 } }, { buckets: { "1": 1e9 } }].map(
      (data) => ({
        events: [{ ...anEvent("frame_time"), data }],
      }),
    ),
    ...["a b", "ada@example.com", "x".repeat(65), "", "../x", "é"].map((screen) => ({
      events: [{ ...anEvent("screen_view"), data: { screen } }],
    })),
  )
  .map((changes) => ({ path: PATHS.batch, document: aBatch(changes) as unknown as Json }));

function onDay(day: string): object {
  return { day, events: [{ ...anEvent("app_stop"), time: `${day}T12:00:00.000Z` }] };
}

function sent(
  kind: string,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  headers: object = {},
): Omit<BadRequest, "isChunked"> {
  return { kind, method: "POST", path, body, headers: { "content-type": "application/json", ...headers } };
}

function bytesOf(document: Json): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(document));
}

function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

const GZIP = { "content-encoding": "gzip" };

const documents = (kind: string, made: fc.Arbitrary<{ readonly path: string; readonly document: Json }>) =>
  fc
    .tuple(made, fc.boolean())
    .map(([{ path, document }, isGzip]) =>
      isGzip ? sent(kind, path, gzip(bytesOf(document)), GZIP) : sent(kind, path, bytesOf(document)),
    );

const bodies = fc.oneof(
  fc.tuple(valid, fc.nat()).map(([{ path, document }, pick]) => {
    const bytes = bytesOf(document);
    return sent("cut off", path, bytes.slice(0, pick % bytes.length));
  }),
  fc.tuple(valid, fc.nat()).map(([{ path, document }, pick]) => {
    const bytes = gzip(bytesOf(document));
    return sent("gzip cut off", path, bytes.slice(0, pick % bytes.length), GZIP);
  }),
  fc.tuple(valid, fc.uint8Array({ minLength: 1, maxLength: 20 })).map(([{ path, document }, more]) => {
    return sent("gzip with something behind it", path, new Uint8Array([...gzip(bytesOf(document)), 0, ...more]), GZIP);
  }),
  fc.tuple(valid, fc.uint8Array({ maxLength: 200 })).map(([{ path }, bytes]) => sent("noise", path, bytes)),
  fc
    .tuple(valid, fc.integer({ min: 17, max: 30_000 }))
    .map(([{ path }, depth]) => sent("nested", path, encoder.encode("[".repeat(depth) + "]".repeat(depth)))),
  fc
    .tuple(valid, fc.integer({ min: 300_000, max: 2_000_000 }))
    .map(([{ path }, length]) => sent("large", path, encoder.encode(JSON.stringify("x".repeat(length))))),
  fc
    .tuple(valid, fc.integer({ min: 1_000_000, max: 20_000_000 }))
    .map(([{ path }, length]) => sent("zip bomb", path, gzip(new Uint8Array(length)), GZIP)),
  valid.map(({ path, document }) =>
    sent("UTF-16", path, new Uint8Array(Buffer.from(JSON.stringify(document), "utf16le"))),
  ),
  valid.map(({ path, document }) => sent("byte order mark", path, encoder.encode(`\ufeff${JSON.stringify(document)}`))),
  fc
    .tuple(valid, fc.constantFrom("br", "deflate", "zstd", "gzip, gzip", "x", ""))
    .filter(([, encoding]) => encoding !== "")
    .map(([{ path, document }, encoding]) =>
      sent("encoding", path, bytesOf(document), { "content-encoding": encoding }),
    ),
  fc
    .tuple(
      valid,
      fc.constantFrom(
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
        "*",
      ),
    )
    .map(([{ path, document }, type]) => sent("type", path, bytesOf(document), { "content-type": type })),
  fc
    .tuple(valid, fc.constantFrom("GET", "PUT", "DELETE", "PATCH", "OPTIONS"))
    .map(([{ path }, method]) => ({ ...sent("method", path, new Uint8Array()), method })),
  fc
    .tuple(valid, fc.constantFrom("/x", "x", "/%2e%2e/x", "/.env", "%00", "%", "/"))
    .map(([{ path, document }, more]) => sent("path", path + more, bytesOf(document))),
);

/** Requests of which none may be taken. */
export const badRequest: fc.Arbitrary<BadRequest> = fc
  .tuple(
    fc.oneof(
      documents("another type", wrongType),
      documents("more members", moreMembers),
      documents("fewer members", fewerMembers),
      documents("forged", forged),
      bodies,
    ),
    fc.boolean(),
  )
  .map(([request, isChunked]) => ({ ...request, isChunked }));
