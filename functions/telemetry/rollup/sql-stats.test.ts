import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { rollupMigrations } from "./rollup-schema.ts";
import { statsQueries } from "./sql-stats.ts";
import { migrate } from "../../shared/migrate.ts";

test.each(Object.entries(statsQueries))("the query %s reads one range of one index", (_, sql) => {
  const database = new DatabaseSync(":memory:");
  migrate(database, rollupMigrations);
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
  const reads = plan.filter((detail) => !detail.startsWith("USE TEMP B-TREE"));
  expect(reads).toHaveLength(1);
  expect(reads[0]).toMatch(
    /^SEARCH r_\w+ USING (?:COVERING INDEX|INDEX|PRIMARY KEY) ?\w* \(app_id=\? AND (?:\w+=\?|day>)/,
  );
});
