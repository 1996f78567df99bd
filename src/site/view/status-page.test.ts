import { expect, test } from "vitest";

import { statusPageView } from "./status-page.ts";
import { aReader } from "../../testing/store-data.ts";
import type { StatusDocument } from "../../core/index/api-documents.ts";

const status: StatusDocument = {
  registry: { name: "test", commit: "c".repeat(40), committed_at: "2026-11-03T12:00:00Z" },
  apps: 50_000,
  versions: 1,
  developers: 2,
  held: 0,
  api: "v1",
  spec_version: "1.0.0",
  policy: {
    max_package_bytes: 1,
    deadlines: { review_days: 7, changes_days: 30, appeal_days: 14, key_recovery_days: 1, held_days: 14 },
  },
};

test("counts and deadlines are written as their readers write them", () => {
  const view = statusPageView(status, { repository: "https://forge.example/registry/" }, aReader("de"));
  expect(view.counts[0]).toEqual({ label: "Apps", value: "50.000" });
  expect(view.deadlines.map(({ value }) => value)).toEqual(["7 Tage", "30 Tage", "14 Tage", "1 Tag", "14 Tage"]);
  expect(view.committedAt).toBe("3. November 2026");
  expect(view.commit.href).toBe(`https://forge.example/registry/commit/${"c".repeat(40)}`);
});

test("a registry that does not say where it is has its commit without a link", () => {
  expect(statusPageView(status, {}, aReader()).commit).toEqual({ text: "c".repeat(40), href: null });
});
