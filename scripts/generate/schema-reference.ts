import { rulesByManifestKey } from "./manifest-rules.ts";
import { signerOf } from "./registry-places.ts";
import { documentExample } from "./schema-example.ts";
import { documentPart, membersOf, type SchemaMember, type SchemaName } from "./schema-members.ts";
import { code, valueWords } from "./value-words.ts";
import { ruleAnchor } from "../../src/core/findings/finding.ts";
import type { JsonArray, JsonValue } from "../../src/core/json/value.ts";
import { schemas } from "../../src/core/schemas/published.ts";

/** Documents of a registry, from what a developer writes to what operators do. */
export const registryDocuments = [
  "developer",
  "rotation",
  "app",
  "listing",
  "version",
  "event",
  "moderation",
  "decision",
  "tombstone",
  "exception",
  "registry",
  "categories",
  "collections",
  "reserved",
] as const satisfies readonly SchemaName[];

const REGISTRY = "docs/reference/registry";

/** Pages of the documents that have a schema, as Markdown for Starlight, by path from the repository's root. */
export function schemaReference(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/reference/manifest.md", manifestPage()],
    ["docs/reference/locale.md", page("locale", [])],
    ["docs/reference/package-document.md", page("package", [])],
    ["docs/reference/review-report.md", page("review-report", [])],
    [`${REGISTRY}/index.md`, registryPage()],
    ...registryDocuments.map((name, index): [string, string] => [
      `${REGISTRY}/${name}.md`,
      page(name, [placeList(name)], index + 1),
    ]),
  ]);
}

function manifestPage(): string {
  const rules = rulesByManifestKey();
  const about =
    "Under a key are the [rules](rules.md) whose findings point to it, beside `manifest/schema`, which looks at every key.";
  return page("manifest", [about], undefined, (path) =>
    (rules.get(path) ?? []).map((rule) => `[${rule}](rules.md#${ruleAnchor(rule)})`),
  );
}

function registryPage(): string {
  const items = registryDocuments.map((name) => {
    const { title, place, about } = summaryOf(name);
    return `- [${title}](${name}.md), \`${place}\`: ${about} ${authorship(name)} ${signerOf(place)}.`;
  });
  return [
    head("Documents of a registry", "What lies where in a registry, and who signs it.", 0, "Overview"),
    "A registry is a Git repository whose folder `registry` holds these documents, and TUF metadata in `trust`. Paths are relative to it; `<hh>`\nis the first two hex digits of SHA-256 of the app id.",
    items.join("\n"),
    'What is signed lies in an envelope: `{"signatures": [...], "signed": {...}}`. The pages say what is in `signed`.',
    "",
  ].join("\n\n");
}

function placeList(name: SchemaName): string {
  const { place } = summaryOf(name);
  return [
    `- Path: \`registry/${place}\``,
    `- ${authorship(name)}: ${signerOf(place)}`,
    ...(isSigned(name) ? ["- In the file these members are in `signed`, beside `signatures`."] : []),
  ].join("\n");
}

function authorship(name: SchemaName): string {
  return isSigned(name) ? "Signed by" : "Written by";
}

/** Only signed documents say of which type they are. */
function isSigned(name: SchemaName): boolean {
  return membersOf(name).some(({ path }) => path === "_type");
}

function page(
  name: SchemaName,
  about: readonly string[],
  order?: number,
  rulesOf: (path: string) => readonly string[] = () => [],
): string {
  const { title, about: summary } = summaryOf(name);
  const members = membersOf(name);
  return [
    head(title, summary, order),
    summary,
    ...about,
    `For editors and programs: [${name}.schema.json](${schemas[name].$id}).`,
    ...(members.length === 0 ? [`It is an ${valueWords(documentPart(name))}.`] : []),
    ...exampleSection(name),
    ...members.flatMap((member) => memberSection(member, rulesOf(member.path))),
    ...(members.length === 0 ? [] : [furtherMembers(name)]),
    "",
  ].join("\n\n");
}

function head(title: string, description: string, order?: number, label?: string): string {
  const place = [
    ...(label === undefined ? [] : [`  label: ${label}`]),
    ...(order === undefined ? [] : [`  order: ${order}`]),
  ];
  return [
    "---",
    `title: ${title}`,
    `description: ${JSON.stringify(description.replaceAll("`", ""))}`,
    ...(place.length === 0 ? [] : ["sidebar:", ...place]),
    "---",
    "",
    "<!-- Generated from src/core/schemas by `npm run generate`; a test compares. Do not edit. -->",
  ].join("\n");
}

interface DocumentSummary {
  readonly title: string;
  /** Where it lies, as its description begins; empty where there is no such path. */
  readonly place: string;
  /** What it is, as a sentence. */
  readonly about: string;
}

function summaryOf(name: SchemaName): DocumentSummary {
  const { title, description: text } = schemas[name];
  const [, place = "", about = text] = /^`([^`]+)`: (.+)$/.exec(text) ?? [];
  return { title, place, about: about.charAt(0).toUpperCase() + about.slice(1) };
}

function exampleSection(name: SchemaName): readonly string[] {
  // Nobody writes one by hand.
  if (name === "review-report") return [];
  return ["A small one, whole:", fence(documentExample(name))];
}

function memberSection({ path, depth, required, ...part }: SchemaMember, rules: readonly string[]): readonly string[] {
  // That of a whole document stands on its own page.
  const [example] = (part.document === null ? (part.node["examples"] ?? []) : []) as JsonArray;
  const short = example === undefined ? "" : code(example);
  const long = short.length > LONG_EXAMPLE_CHARS;
  const lines = [
    required ? "Needed" : "May be left out",
    `Value: ${part.document === null ? valueWords(part) : `[a whole ${part.document}](../${part.document}.md)`}`,
    ...(short === "" || long ? [] : [`Example: ${short}`]),
    ...(rules.length === 0 ? [] : [`Rules: ${rules.join(", ")}`]),
  ];
  return [
    `${depth === 1 ? "##" : "###"} \`${path}\``,
    part.node["description"] as string,
    lines.map((line) => `- ${line}`).join("\n"),
    ...(long ? ["For example:", fence(example ?? null)] : []),
  ];
}

/** What is longer is easier to read as a block of its own. */
const LONG_EXAMPLE_CHARS = 70;

function furtherMembers(name: SchemaName): string {
  const { node } = documentPart(name);
  if (node["patternProperties"] !== undefined)
    return "## Further members\n\nKeys that begin with `x-` are free for tools of the author's own. Any other is refused.";
  return node["additionalProperties"] === false
    ? "## Further members\n\nAny other member is refused."
    : "## Further members\n\nAny other member is kept: the signature covers it.";
}

function fence(value: JsonValue): string {
  return ["```json", JSON.stringify(value, null, 2), "```"].join("\n");
}
