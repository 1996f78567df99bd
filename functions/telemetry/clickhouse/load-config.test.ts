import { expect, test } from "vitest";

import { daysToLoad, loadConfig } from "./load-config.ts";

const environment = {
  CLICKHOUSE_URL: "https://clickhouse.example:8443",
  MOSIS_RAW: "https://account.example/raw",
  MOSIS_DATA: "/var/lib/mosis",
};

test("a server and a bucket are enough", () => {
  expect(loadConfig(environment)).toEqual({
    server: { url: "https://clickhouse.example:8443/", database: "telemetry", user: "default", password: "" },
    bucket: "https://account.example/raw/",
    data: "/var/lib/mosis",
  });
});

test.each([
  [{ CLICKHOUSE_URL: "" }, "CLICKHOUSE_URL is not set. Set it to the address of its HTTP interface"],
  [{ MOSIS_RAW: "bucket" }, 'MOSIS_RAW is "bucket". Set it to the address of the bucket'],
  [{ MOSIS_DATA: "" }, "MOSIS_DATA is not set."],
])("%o is said to be wrong, with what is expected", (changes, message) => {
  expect(() => loadConfig({ ...environment, ...changes })).toThrow(message);
});

test("without a day, all are loaded of which there may be rows", () => {
  const days = daysToLoad([], "2026-11-26");
  expect([days.length, days[0], days.at(-1)]).toEqual([32, "2026-11-27", "2026-10-27"]);
  expect(daysToLoad(["2026-11-01"], "2026-11-26")).toEqual(["2026-11-01"]);
  expect(() => daysToLoad(["2026-11-31"], "2026-11-26")).toThrow('"2026-11-31" is no day.');
});
