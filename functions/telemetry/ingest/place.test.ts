import { expect, test } from "vitest";

import { place, shifted } from "./place.ts";

const RECEIVED = Date.parse("2026-11-26T22:00:00.000Z");

test.for<[string, { day: string; sent_at: string }, string | null, string]>([
  ["a clock that is right", { day: "2026-11-26", sent_at: "2026-11-26T22:00:00.000Z" }, "2026-11-26", "21:00:00.000Z"],
  ["four minutes slow", { day: "2026-11-26", sent_at: "2026-11-26T21:56:00.000Z" }, "2026-11-26", "21:00:00.000Z"],
  ["three hours slow", { day: "2026-11-26", sent_at: "2026-11-26T19:00:00.000Z" }, "2026-11-26", "00:00:00.000Z"],
  ["a day and an hour fast", { day: "2026-11-27", sent_at: "2026-11-27T23:00:00.000Z" }, "2026-11-26", "20:00:00.000Z"],
  ["years slow", { day: "2020-01-02", sent_at: "2020-01-02T22:00:00.000Z" }, "2026-11-26", "21:00:00.000Z"],
  ["offline for a week", { day: "2026-11-19", sent_at: "2026-11-26T22:00:00.000Z" }, "2026-11-19", "21:00:00.000Z"],
  ["offline for longer than is kept", { day: "2026-11-18", sent_at: "2026-11-26T22:00:00.000Z" }, null, ""],
  ["years slow, and longer offline", { day: "2020-01-02", sent_at: "2020-01-12T22:00:00.000Z" }, null, ""],
  ["before there was a calendar", { day: "0000-01-01", sent_at: "9999-12-31T00:00:00.000Z" }, null, ""],
  ["after tomorrow", { day: "2026-11-28", sent_at: "2026-11-26T22:00:00.000Z" }, null, ""],
])("%s", ([, sent, day, time]) => {
  const where = place(sent, RECEIVED, 7);
  expect(where?.day ?? null).toBe(day);
  if (where !== null) expect(shifted(`${sent.day}T21:00:00.000Z`, where).slice(11)).toBe(time);
});

test("each try of a batch comes to the same day, whenever it is sent again", () => {
  const sentAt = Date.parse("2025-03-01T16:00:00.000Z");
  for (let later = 0; later < 3 * 86_400_000; later += 1_800_000) {
    const sent = { day: "2025-03-01", sent_at: new Date(sentAt + later).toISOString() };
    expect(place(sent, RECEIVED + later, 7)?.day).toBe("2026-11-26");
  }
});
