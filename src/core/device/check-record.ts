import { type AppOutlook, parseOutlook } from "./app-outlook.ts";
import { type CheckHistory, neverChecked } from "./check-schedule.ts";
import { asInteger, asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";

/** `update-check.json`: when a device checked for updates, and what it learnt. A type, so that it is a JSON value. */
export type CheckRecord = CheckHistory & {
  readonly _type: "mosis-update-check";
  readonly spec_version: string;
  /** Of the apps that were installed at the last check, sorted by id. */
  readonly apps: readonly AppOutlook[];
};

export const noChecks: CheckRecord = {
  _type: "mosis-update-check",
  spec_version: "1.0.0",
  ...neverChecked,
  apps: [],
};

/** @throws TrustError `malformed` */
export function parseCheckRecord(root: Cursor): CheckRecord {
  asString(member(root, "_type"), /^mosis-update-check$/, '"mosis-update-check"');
  return {
    ...noChecks,
    attempted_at: time(member(root, "attempted_at")),
    succeeded_at: time(member(root, "succeeded_at")),
    failures: asInteger(member(root, "failures"), 0),
    put_off_since: time(member(root, "put_off_since")),
    apps: items(member(root, "apps")).map(parseOutlook),
  };
}

function time(cursor: Cursor): string | null {
  const { value } = cursor;
  if (value === null) return null;
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? value : malformed(cursor, "a time");
}
