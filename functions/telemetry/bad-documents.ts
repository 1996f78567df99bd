import fc from "fast-check";

import { aBatch, aCrash, anEvent, idOf } from "./batch-kit.ts";
import { addDays, dayOf } from "../../src/core/telemetry/days.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** A document, and the path that it is sent to. */
export interface Addressed {
  readonly path: string;
  readonly document: Json;
}

const idsOf = (): object => ({ ids: [idOf(aBatch()), idOf(aBatch())] });
const kinds: Readonly<Record<string, () => object>> = {
  "/telemetry/events": aBatch,
  "/telemetry/crash": aCrash,
  "/telemetry/privacy/export": idsOf,
  "/telemetry/privacy/delete": idsOf,
};

/** Documents that are right, new with each. */
export const validDocument: fc.Arbitrary<Addressed> = fc
  .constantFrom(...Object.entries(kinds))
  .map(([path, make]) => ({ path, document: make() as Json }));

/** Paths of all values in a document. */
function pathsOf(value: Json, at: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const members = Object.entries(value);
  return [
    at,
    ...members.flatMap(([key, member]) => pathsOf(member, [...at, Array.isArray(value) ? Number(key) : key])),
  ];
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as { readonly [key: string]: Json })[key] ?? null, value);
}

function withValue(value: Json, path: Path, next: (old: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return next(value);
  if (Array.isArray(value)) {
    return value.map((member: Json, at) => (at === key ? withValue(member, rest, next) : member));
  }
  const members = value as { readonly [key: string]: Json };
  return { ...members, [key]: withValue(members[key] ?? null, rest, next) };
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const anything: fc.Arbitrary<Json> = fc.oneof(
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
export const wrongType: fc.Arbitrary<Addressed> = fc
  .tuple(validDocument, fc.nat(), anything)
  .map(([{ path, document }, pick, value]) => {
    const paths = pathsOf(document);
    const at = paths[pick % paths.length] ?? [];
    return { path, was: valueAt(document, at), value, document: withValue(document, at, () => value) };
  })
  .filter(({ was, value }) => typeOf(was) !== typeOf(value));

/** A member that no object has. */
export const moreMembers: fc.Arbitrary<Addressed> = fc
  .tuple(
    validDocument,
    fc.nat(),
    fc.constantFrom("name", "__proto__", "constructor", "ip", "email", "x y", "-1"),
    anything,
  )
  .map(([{ path, document }, pick, key, value]) => {
    const objects = pathsOf(document).filter((at) => typeOf(valueAt(document, at)) === "object");
    const added = (old: Json): Json => Object.fromEntries([...Object.entries(old as object), [key, value]]);
    return { path, document: withValue(document, objects[pick % objects.length] ?? [], added) };
  });

/** Without one of its members, all of which are required. */
export const fewerMembers: fc.Arbitrary<Addressed> = fc
  .tuple(validDocument, fc.nat())
  .map(([{ path, document }, pick]) => {
    const members = Object.entries(document as { readonly [key: string]: Json });
    return { path, document: Object.fromEntries(members.toSpliced(pick % members.length, 1)) };
  });

const withData = (type: "frame_time" | "screen_view", data: object): object => ({
  events: [{ ...anEvent(type), data }],
});
const onDay = (day: string): object => ({
  day,
  events: [{ ...anEvent("app_stop"), time: `${day}T12:00:00.000Z` }],
});

const wrongMembers: Readonly<Record<string, readonly unknown[]>> = {
  device_id: ["A".repeat(64), "0".repeat(63), `${"0".repeat(64)}\n`, "../../x"],
  batch_id: ["01kb1c0v3xj8q4y2zp6m7n9rst", "ILOU".repeat(6), "8".repeat(26), "1/0"],
  app_id: ["com.example.none", "../../etc", "COM.example.notes", "com.example.notes'--"],
  version_code: [4, 0, 2 ** 31, 2 ** 53, 1.5],
  consent: [0, 3],
  v: [2],
  mosis_version: ["1", `1.0.0-${"9".repeat(500)}`],
  sent_at: ["2026-02-30T00:00:00.000Z", "now", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
  events: [[], Array.from({ length: 101 }, () => anEvent("app_stop"))],
};

/** A batch of the right types whose ids, days, names or numbers are none that may come. */
export const forged: fc.Arbitrary<Addressed> = fc
  .constantFrom(
    ...Object.entries(wrongMembers).flatMap(([key, values]) => values.map((value) => ({ [key]: value }))),
    ...[-31, -400, 2, 400].map((days) => onDay(addDays(dayOf(Date.now()), days))),
    ...["0000-01-01", "9999-12-31", "2026-02-29", "2026-13-01"].map(onDay),
    ...[{ "111": 1 }, { "-1": 1 }, { "1": 0 }, { "1": 1e9 }].map((buckets) => withData("frame_time", { buckets })),
    ...["a b", "ada@example.com", "x".repeat(65), "", "../x", "é"].map((screen) => withData("screen_view", { screen })),
  )
  .map((changes) => ({ path: "/telemetry/events", document: aBatch(changes) as unknown as Json }));
