import { describe, expect, test } from "vitest";
import { newsOf } from "./app-outlook.ts";
import { type CheckRecord, noChecks, parseCheckRecord } from "./check-record.ts";
import type { AppId, Sha256, VersionCode } from "../ids/ids.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

const finding = {
  app_id: "com.example.notes" as AppId,
  version_code: 1 as VersionCode,
  document: "a".repeat(64) as Sha256,
  status: "yanked",
  status_reason: "loses notes",
  available: { version: "1.1.0", version_code: 2 as VersionCode, consent: ["network"] },
} as const;

const record: CheckRecord = {
  ...noChecks,
  attempted_at: "2026-11-02T12:00:00.000Z",
  succeeded_at: "2026-11-01T12:00:00.000Z",
  failures: 2,
  put_off_since: "2026-11-01T12:00:00.000Z",
  apps: [newsOf(null, finding).outlook],
};

const parse = (value: JsonValue): CheckRecord => parseCheckRecord({ file: "update-check.json", pointer: "", value });

test("a record is read as it was written", () => {
  for (const each of [noChecks, record]) expect(parse(each)).toEqual(each);
  const gone = newsOf(null, { ...finding, document: null, status: "removed", status_reason: null, available: null });
  expect(parse({ ...record, apps: [gone.outlook] })).toEqual({ ...record, apps: [gone.outlook] });
});

describe("a record that the device did not write is refused", () => {
  const outlook = (change: JsonObject): JsonObject => ({ apps: [{ ...record.apps[0], ...change }] });
  test.for<JsonObject>([
    { _type: "mosis-device" },
    { attempted_at: "yesterday" },
    { attempted_at: 7 },
    { failures: -1 },
    { apps: {} },
    outlook({ app_id: "Notes" }),
    outlook({ version_code: 0 }),
    outlook({ document: "none" }),
    outlook({ status: "gone" }),
    outlook({ status_reason: 7 }),
    outlook({ available: { version: "1", version_code: 2, consent: [] } }),
    outlook({ available: { version: "1.0.0", version_code: 2, consent: [1] } }),
    outlook({ told_available: [0] }),
  ])("%j", (change) => {
    expect(() => parse({ ...record, ...change })).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("what is news", () => {
  test("is a version that was not told of, and a withdrawal that was not", () => {
    const first = newsOf(null, finding);
    expect(first).toMatchObject({ available: { version_code: 2 }, withdrawn: "yanked" });
    expect(newsOf(first.outlook, finding)).toMatchObject({ available: null, withdrawn: null });
    expect(newsOf(first.outlook, { ...finding, status: "suspended" })).toMatchObject({ withdrawn: "suspended" });
  });

  test("is no version that was told of before another one", () => {
    const available = (code: number) => ({ ...finding.available, version_code: code as VersionCode });
    let { outlook } = newsOf(null, finding);
    outlook = newsOf(outlook, { ...finding, available: available(3) }).outlook;
    expect(newsOf(outlook, finding)).toMatchObject({ available: null, outlook: { told_available: [2, 3] } });
    const updated = newsOf(outlook, {
      ...finding,
      version_code: 2 as VersionCode,
      status: "available",
      available: null,
    });
    expect(updated.outlook).toMatchObject({ told_available: [3], told_status: false });
  });

  test("is the withdrawal of another version", () => {
    const { outlook } = newsOf(null, finding);
    expect(newsOf(outlook, { ...finding, version_code: 2 as VersionCode })).toMatchObject({ withdrawn: "yanked" });
  });
});
