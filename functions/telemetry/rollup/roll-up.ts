import type { DatabaseSync } from "node:sqlite";

import { deleteRawDay, rawDays } from "./raw-days.ts";
import { closeDaysBefore, dropDaysBefore, rollDay, type RollPorts } from "./roll-day.ts";
import { rollupLimits } from "./rollup-limits.ts";
import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";

export interface Retention {
  /** Days that raw files are kept. */
  readonly rawDays: number;
  /** Days that counts are kept. */
  readonly countedDays: number;
}

export interface RollUpInput {
  /** Folder of the raw files. */
  readonly folder: string;
  readonly now: Date;
  readonly retention: Retention;
}

/** What a round did, by day, oldest first. */
export interface RolledUp {
  readonly rolled: readonly string[];
  /** Counted, but the store did not answer when crashes were grouped; the next round counts them again. */
  readonly withoutSource: readonly string[];
  /** Raw files that were deleted. */
  readonly deleted: readonly string[];
  readonly failed: readonly { readonly day: string; readonly error: unknown }[];
}

/**
 * One round: counts the days whose raw files changed, then deletes what is older than it may be. A file that cannot be read is told, holds
 * nothing up, and is deleted in its time like all others.
 */
export async function rollUp(database: DatabaseSync, input: RollUpInput, ports: RollPorts): Promise<RolledUp> {
  const { folder, now, retention } = input;
  const today = dayOf(now.getTime());
  const days = rawDays(folder);
  const outcomes: { day: string; as: "rolled" | "withoutSource" | "fresh" | "failed"; error?: unknown }[] = [];
  for (const raw of days) {
    try {
      const as = await rollDay(database, raw, ports);
      outcomes.push({ day: raw.day, as });
    } catch (error) {
      outcomes.push({ day: raw.day, as: "failed", error });
    }
  }
  const oldest = addDays(today, -retention.rawDays);
  const outdated = days.filter(({ day }) => day < oldest);
  closeDaysBefore(database, oldest);
  for (const raw of outdated) deleteRawDay(raw);
  dropDaysBefore(database, addDays(today, -retention.countedDays));
  const daysAs = (as: string): readonly string[] => outcomes.filter((each) => each.as === as).map(({ day }) => day);
  return {
    rolled: daysAs("rolled"),
    withoutSource: daysAs("withoutSource"),
    deleted: outdated.map(({ day }) => day),
    failed: outcomes.flatMap(({ day, as, error }) => (as === "failed" ? [{ day, error }] : [])),
  };
}

/** As the docs say. */
export const usualRetention: Retention = { rawDays: 30, countedDays: rollupLimits.days };
