import { DatabaseSync } from "node:sqlite";

import { Kysely } from "kysely";
import { expect, test } from "vitest";

import { type AuditLog, type AuditTable, createAuditLog } from "./audit-log.ts";
import { migrate } from "../../shared/migrate.ts";
import { nodeSqliteDialect } from "../../shared/sqlite.ts";
import { accountMigrations } from "../accounts/migrations.ts";

function aLog(): { log: AuditLog; sqlite: DatabaseSync } {
  const sqlite = new DatabaseSync(":memory:");
  migrate(sqlite, accountMigrations);
  const database = new Kysely<{ audit: AuditTable }>({ dialect: nodeSqliteDialect(sqlite) });
  return { log: createAuditLog(database, () => Date.UTC(2026, 10, 26)), sqlite };
}

const event = (subject: string) => ({ actor: "ada", action: "key.create", subject, detail: { scopes: ["apps:read"] } });

test("entries follow one another, also those that come at once", async () => {
  const { log } = aLog();
  await Promise.all(Array.from({ length: 20 }, (_, at) => log.append(event(`key:${at}`))));
  const entries = await log.of("ada", 5);
  expect(entries.map(({ seq, subject }) => [seq, subject])).toEqual([
    [20, "key:19"],
    [19, "key:18"],
    [18, "key:17"],
    [17, "key:16"],
    [16, "key:15"],
  ]);
  expect(entries[0]).toMatchObject({ time: "2026-11-26T00:00:00.000Z", detail: { scopes: ["apps:read"] } });
  expect(await log.of("grace", 5)).toEqual([]);
  expect(await log.firstBroken()).toBeNull();
});

test("an entry is neither changed nor deleted", async () => {
  const { log, sqlite } = aLog();
  await log.append(event("key:1"));
  expect(() => sqlite.exec("update audit set actor = 'mallory'")).toThrow("only ever added to");
  expect(() => sqlite.exec("delete from audit")).toThrow("only ever added to");
});

test.for([
  ["changed", "update audit set detail = '{}' where seq = 3", 3],
  ["given to another", "update audit set actor = 'mallory' where seq = 2", 2],
  ["taken out", "delete from audit where seq = 3", 3],
  ["hashed anew", "update audit set hash = 'ff', subject = 'key:9' where seq = 4", 4],
] as const)("whoever gets around that is found out: an entry that was %s", async ([_, sql, broken]) => {
  const { log, sqlite } = aLog();
  for (let at = 1; at <= 5; at += 1) await log.append(event(`key:${at}`));
  sqlite.exec("drop trigger audit_update; drop trigger audit_delete");
  sqlite.exec(sql);
  expect(await log.firstBroken()).toBe(broken);
});
