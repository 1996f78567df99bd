import { expect, test } from "vitest";

import { PortalKit, shown } from "../testing/portal-kit.ts";
import { statsDouble } from "../testing/stats-double.ts";

const aKit = () => {
  const stats = statsDouble();
  const kit = new PortalKit(() => ({ stats }));
  return { stats, get: (path: string, as = "viewer") => kit.send("GET", `/apps/${shown.notes}/${path}`, { as }) };
};

test("numbers are of the four weeks up to today, or of the days that are asked for", async () => {
  const { stats, get } = aKit();
  await get("stats/overview");
  await get("stats/overview?to=2026-03-01");
  await get("crashes?from=2026-02-01&to=2026-02-28");
  expect(stats.ranges).toEqual(["2026-10-30 2026-11-26", "2026-02-02 2026-03-01", "2026-02-01 2026-02-28"]);
});

test.for(["from=2026-02-30", "from=2026-11-27", "from=2020-01-01", "to=tomorrow", "from=2026-11-02&to=2026-11-01"])(
  "there are no days for ?%s",
  async (query) => {
    const { stats, get } = aKit();
    expect(await get(`stats/overview?${query}`)).toMatchObject({ status: 422, problem: "invalid-request" });
    expect(stats.ranges).toEqual([]);
  },
);

test("numbers are for members, and a group of crashes is one of the app", async () => {
  const { get } = aKit();
  expect(await get("stats/frame-time", "stranger")).toMatchObject({ status: 404 });
  expect(await get("stats/frame-time")).toMatchObject({ status: 200, body: { p50: 16, p95: 33, p99: null } });
  expect(await get("crashes/ffffffffffffffff")).toMatchObject({ status: 404, problem: "not-found" });
});
