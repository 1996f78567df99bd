import { DatabaseSync } from "node:sqlite";

import { migrations as draftMigrations } from "./portal/drafts/tables.ts";
import { accountMigrations } from "./portal/accounts/migrations.ts";
import { migrate, type Migration } from "./shared/migrate.ts";
import { deletionMigrations, rawMigrations } from "./telemetry/node/raw-schema.ts";
import { rollupMigrations } from "./telemetry/rollup/rollup-schema.ts";

/** A database of the functions. */
export interface Database {
  /** In the data folder. */
  readonly file: string;
  readonly about: string;
  readonly migrations: readonly Migration[];
}

export const databases: readonly Database[] = [
  {
    file: "portal/accounts.db",
    about: "Who signs in, with which keys, for which developers, and what they did. Private.",
    migrations: accountMigrations,
  },
  {
    file: "portal/portal.db",
    about: "What is not public yet, and what became of it. Private; losing it loses drafts.",
    migrations: draftMigrations,
  },
  {
    file: "telemetry/raw/<day>.db",
    about: "Events and crashes of a UTC day, deleted as a file after 30 days. `events` is a view.",
    migrations: rawMigrations,
  },
  {
    file: "telemetry/deletions.db",
    about: "Whose events were deleted, and until when anything of theirs is turned away.",
    migrations: deletionMigrations,
  },
  {
    file: "telemetry/rollup.db",
    about: "Counts by day, computed from raw events while those last, and kept.",
    migrations: rollupMigrations,
  },
];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly isKey: boolean;
}

/** Columns of every table and view of a database, by its name, sorted. */
export function tablesOf({ migrations }: Pick<Database, "migrations">): ReadonlyMap<string, readonly Column[]> {
  const database = new DatabaseSync(":memory:");
  try {
    migrate(database, migrations);
    const names = database
      .prepare(
        "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    const columns = database.prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?)');
    return new Map(
      names.map(({ name, type }) => [
        String(name),
        columns.all(String(name)).map((column) => ({
          name: String(column["name"]),
          type: String(column["type"]),
          // Of a view SQLite does not know.
          isNullable: type === "table" && column["notnull"] === 0 && column["pk"] === 0,
          isKey: column["pk"] !== 0,
        })),
      ]),
    );
  } finally {
    database.close();
  }
}

/** The page of the specification that lists every table, as Markdown for Starlight. */
export function tablesPage(): string {
  return [
    "---",
    "title: Tables of the functions",
    "description: Every database of the functions, its tables and their columns.",
    "---",
    "",
    "<!-- Generated from the migrations in functions/ by `npm run generate`; a test compares. Do not edit. -->",
    "",
    "What is public is in Git; [the data model](data-model.md) says what is where. These are SQLite files in the data folder of the functions. Each has a",
    "number of its form (`user_version`), and is brought to the newest one at the start: one transaction a step, forward only.",
    "",
    "Columns of the primary key are bold, and those that may be null end in `?`. Times are RFC 3339 in UTC, days `YYYY-MM-DD`.",
    ...databases.flatMap((database) => [
      "",
      `## \`${database.file}\``,
      "",
      `${database.about} Form ${database.migrations.length}.`,
      "",
      "| table | columns |",
      "| --- | --- |",
      ...[...tablesOf(database)].map(([name, columns]) => `| \`${name}\` | ${columns.map(columnText).join(", ")} |`),
    ]),
    "",
  ].join("\n");
}

function columnText({ name, type, isNullable, isKey }: Column): string {
  const text = `\`${name}\`${isNullable ? "?" : ""}`;
  const words = type === "" ? text : `${text} ${type.toLowerCase()}`;
  return isKey ? `**${words}**` : words;
}
