import { readFileSync } from "node:fs";
import { join } from "node:path";

import { isJsonObject, type JsonObject, type JsonValue } from "../../src/core/json/value.ts";
import { eventTypes, type EventTypeRow } from "../../src/core/telemetry/event-types.ts";
import { telemetrySchemas } from "../../src/core/telemetry/telemetry-schemas.ts";

const PAGE = "docs/guides/telemetry.md";
const LEVELS = { 1: "basic", 2: "detailed" } as const;

/** The privacy page with its tables as the code has them; the text between them is written by people. */
export function telemetryGuide(): readonly [path: string, text: string] {
  const text = readFileSync(join(import.meta.dirname, "../..", PAGE), "utf8");
  return [PAGE, Object.entries(telemetryTables()).reduce(withTable, text)];
}

/** Everything that leaves a phone, as Markdown tables by name. */
export function telemetryTables(): Readonly<Record<string, string>> {
  const { events, ...envelope } = membersOf(telemetrySchemas.batch);
  const event = isJsonObject(events) && isJsonObject(events["items"]) ? membersOf(events["items"]) : {};
  const { context, ...crash } = membersOf(telemetrySchemas.crash);
  const own = Object.fromEntries(Object.entries(crash).filter(([name]) => !Object.hasOwn(envelope, name)));
  return {
    events: table(["event", "level", "when", "what it carries"], Object.entries<Row>(eventTypes).map(eventRow)),
    "with-events": table(["member", "what it says"], [...memberRows(envelope), ...memberRows(event, "each event's ")]),
    crashes: table(["member", "what it says"], [...memberRows(own), ...memberRows(membersOf(context), "context.")]),
  };
}

function withTable(text: string, [name, markdown]: readonly [string, string]): string {
  const [begin, end] = [`<!-- table: ${name} -->\n`, `\n<!-- end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0)
    throw new Error(`${PAGE} has no place for the table ${name}: add ${begin.trim()} and <!-- end -->`);
  return text.slice(0, from) + begin + `\n${markdown}\n` + text.slice(to);
}

type Row = Pick<EventTypeRow, "consent" | "when"> & { readonly data: JsonObject };

function eventRow([type, { consent, when, data }]: readonly [string, Row]): readonly string[] {
  const carried = memberRows(data).map(([name, says]) => `${name}: ${says}`);
  return [`\`${type}\``, LEVELS[consent], when, carried.join("<br>")];
}

function memberRows(members: JsonObject, prefix = ""): readonly (readonly [string, string])[] {
  const isWord = prefix.endsWith(" ");
  return Object.entries(members).map(([name, schema]) => [
    isWord ? `${prefix}\`${name}\`` : `\`${prefix}${name}\``,
    descriptionOf(schema),
  ]);
}

function descriptionOf(schema: JsonValue): string {
  const description = isJsonObject(schema) ? schema["description"] : undefined;
  if (typeof description !== "string") throw new TypeError("a member of a telemetry schema has no description");
  return description;
}

function membersOf(schema: JsonValue | undefined): JsonObject {
  const members = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(members) ? members : {};
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
