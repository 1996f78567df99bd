import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { publishedVectorPaths } from "./vectors/vectors.ts";
import { rules } from "../core/findings/catalogue.ts";
import { deltaRules } from "../core/findings/rules/delta.ts";
import { zipEntryRules } from "../core/findings/rules/zip-entries.ts";
import { zipRules } from "../core/findings/rules/zip.ts";
import { limits } from "../core/limits.ts";
import { telemetryLimits } from "../core/telemetry/telemetry-limits.ts";

const FOLDER = join(import.meta.dirname, "../../docs/spec");
const SCHEMAS = join(import.meta.dirname, "../core/schemas");
const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
const page = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const schema = (name: string) =>
  JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), "utf8")) as { properties: Record<string, unknown> };

/** The data models of the platform's plan, milestone 3, column by column. */
const COLUMNS = {
  developers: ["id", "email", "name", "api_keys[]", "created_at", "verified"],
  apps: [
    "id (UUID)",
    "developer_id (FK)",
    "package_id",
    "name",
    "description",
    "versions[]",
    "status",
    "created_at",
    "updated_at",
  ],
  app_versions: [
    "id (UUID)",
    "app_id (FK)",
    "version_code",
    "version_name",
    "package_url",
    "signature",
    "release_notes",
    "status",
    "published_at",
  ],
  telemetry_events: [
    "id",
    "app_id",
    "device_id (anonymized)",
    "event_type",
    "event_data (JSON)",
    "timestamp",
    "mosis_version",
  ],
} as const;

describe("the data model page", () => {
  const rows = [...page("data-model.md").matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(
    ([, column = "", place = ""]) => ({ column, place }),
  );

  test("names every column of the plan once, and no other", () => {
    const columns = Object.entries(COLUMNS).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));
    expect(rows.map(({ column }) => column)).toEqual(columns);
  });

  test("gives members of registry documents that their schemas have", () => {
    const kinds = { "developers/<id>": "developer", app: "app", "versions/<code>": "version", listing: "listing" };
    const members = rows.flatMap(({ place }) =>
      [...place.matchAll(/`([a-z_]+)[a-z_.]*` of `(?:apps\/<hh>\/<app_id>\/)?(.+?)(?:\/<locale>)?\.json`/g)].map(
        ([, member = "", file = ""]) => ({ member, kind: kinds[file as keyof typeof kinds] }),
      ),
    );
    expect(members.length).toBeGreaterThan(9);
    for (const { member, kind } of members)
      expect(schema(kind).properties, `${kind}: ${member}`).toHaveProperty(member);
  });
});

describe("the pages", () => {
  test.for(pages)("%s links to files that are there", (name) => {
    const links = [...page(name).matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(FOLDER, target)))).toEqual([]);
  });

  test.for(pages)("%s names rules that exist", (name) => {
    const families = new Set(Object.keys(rules).map((rule) => rule.split("/")[0]));
    const named = [...page(name).matchAll(/`([a-z]+)\/([a-z0-9-]+)`/g)]
      .filter(([, family = ""]) => families.has(family))
      .map(([text]) => text.slice(1, -1))
      // Folders of a registry have names of families too.
      .filter((text) => !existsSync(join(FOLDER, text)));
    expect(named.filter((rule) => !Object.hasOwn(rules, rule))).toEqual([]);
  });

  test("package.md names every rule of archives and deltas", () => {
    const text = page("package.md");
    const named = Object.keys({ ...zipRules, ...zipEntryRules, ...deltaRules });
    expect(named.filter((rule) => !text.includes(`\`${rule}\``))).toEqual([]);
  });

  test("manifest.md names every key of the schema", () => {
    const text = page("manifest.md");
    const keys = Object.keys(schema("manifest").properties);
    expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });

  test("say the limits that the code has", () => {
    const { package: archive, delta, trust } = limits;
    const number = (count: number): string => count.toLocaleString("en");
    const text = page("package.md");
    expect(text).toContain(`At most ${archive.packedBytes >> 20} MiB`);
    expect(text).toContain(`${number(archive.entries)} entries`);
    expect(text).toContain(`at most ${archive.inflatedBytes >> 20} MiB`);
    expect(text).toContain(`at most ${archive.ratio} times`);
    expect(text).toContain(`at most ${archive.pathBytes} bytes and ${archive.pathDepth} segments`);
    expect(text).toContain(`| ${delta.signatures} (\`delta/limit\`)`);
    expect(text).toContain(`at most ${number(delta.copies)} in a delta`);
    expect(text).toContain(`the last ${number(delta.dictionaryBytes)} bytes of the base`);
    expect(text).toContain(`more than ${delta.packedPercent} % of the package`);
    const tuf = page("published-tree-and-tuf.md");
    expect(tuf).toContain(`root ${number(trust.rootBytes)}; timestamp ${number(trust.timestampBytes)};`);
    expect(tuf).toContain(`\`bit_length\` 1 to ${trust.bitLength}`);
    expect(tuf).toContain(`At most ${trust.rootRotations} new roots`);
    const { probationMs, probationCrashes, checkEveryMs, checkRetryMs, postponeMs } = limits.device;
    const minute = 60_000;
    const device = page("device-algorithm.md");
    expect(device).toContain(`once in ${checkEveryMs / (60 * minute)} hours`);
    expect(device).toContain(`repeated in ${checkRetryMs / minute} minutes`);
    expect(device).toContain(`at most ${postponeMs / (24 * 60 * minute)} days`);
    expect(device).toContain(`For ${probationMs / (60 * minute)} hours`);
    expect(device).toContain(`With the ${["first", "second", "third", "fourth"][probationCrashes - 1]} the device`);
    const { search } = limits;
    const find = page("search.md");
    expect(find).toContain(`up to ${search.queryChars} characters, and ${search.queryWords} words`);
    expect(find).toContain(`more than ${number(search.appsOfName)} apps (names) or ${search.appsOfText} (texts)`);
    expect(find).toContain(`cut after ${search.wordChars} code points`);
    expect(find).toContain(`where both have ${search.oneEditChars} code points or more`);
    expect(find).toContain(`where both have ${search.twoEditsChars} or more. At most ${search.corrections} are`);
    const {
      batchEvents,
      batchBytes,
      messageCharacters,
      stackCharacters,
      crashBytes,
      queuedFiles,
      privacyIds,
      rawDays,
    } = telemetryLimits;
    const telemetry = page("telemetry.md");
    expect(telemetry).toContain(`At most ${batchEvents} events and ${number(batchBytes)} bytes`);
    expect(telemetry).toContain(`cut to ${number(messageCharacters)} characters`);
    expect(telemetry).toContain(`\`stack_trace\` to ${number(stackCharacters)}`);
    expect(telemetry).toContain(`${number(crashBytes)} bytes at most`);
    expect(telemetry).toContain(`at most ${queuedFiles} files`);
    expect(telemetry).toContain(`up to ${number(privacyIds)}. Knowing`);
    expect(telemetry).toContain(`those of the last ${rawDays} days`);
    expect(page("canonical-json.md")).toContain(`nest at most ${limits.json.depth} deep`);
  });

  test("README.md lists every page and every file of vectors", () => {
    const text = page("README.md");
    expect(pages.filter((name) => name !== "README.md" && !text.includes(`(${name})`))).toEqual([]);
    const vectors = publishedVectorPaths().map((path) => path.replace(/^select-update\/.+$/, "select-update/*.json"));
    expect(vectors.filter((path) => !text.includes(`\`${path}\``))).toEqual([]);
  });
});
