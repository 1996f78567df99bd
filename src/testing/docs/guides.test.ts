import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { describe, expect, test } from "vitest";

import { type FencedBlock, fencedBlocks } from "./fenced-blocks.ts";
import { parseArguments } from "../../cli/arguments/parse-arguments.ts";
import { commands } from "../../cli/commands/table.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { parseManifest } from "../../core/manifest/parse-manifest.ts";
import { checkPackage } from "../../core/package/check-package.ts";
import { readLocale } from "../../core/package/locales.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import schema from "../../core/schemas/manifest.schema.json" with { type: "json" };
import { api } from "../../core/sdk/api.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aManifest, aPackage, utf8 } from "../builders.ts";

// Blocks of code in the guides are held against the rules that apps are held against. A block that shows what not to do names the rules
// it breaks behind its language: ```lua wrong="lua/require". It has to break exactly these.

const DOCS = join(import.meta.dirname, "../../../docs");
const pages = ["getting-started.md", ...readdirSync(join(DOCS, "guides")).map((name) => `guides/${name}`)];

/** What a block is as a file of an app. Documents and style sheets are shown in the colours of XML and CSS. */
const CODE: Readonly<Record<string, string>> = { lua: "lua", xml: "rml", css: "rcss" };
/** The rules about one block, whatever is in the rest of the app. */
const RULES_OF_CODE = /^(?:lua|rml|rcss)\/|^network\/(?:insecure|computed-host)$/;
const METHODS = new Set(api.rmlui.types.flatMap(({ methods }) => methods.map(({ name }) => name)));

const blocksOf = (page: string, ...languages: readonly string[]): readonly FencedBlock[] =>
  fencedBlocks(readFileSync(join(DOCS, page), "utf8")).filter(({ language }) => languages.includes(language));

describe.for(pages)("%s", (page) => {
  test("says of each block what it is", () => {
    const known = blocksOf(page, "sh", "text", "json", ...Object.keys(CODE));
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
    for (const { text, wrong, line } of blocksOf(page, "json")) {
      const found = findingsOfJson(JSON.parse(text));
      expect(rulesOf(found), `line ${line}: ${found.map(({ message }) => message).join(" ")}`).toEqual(wrong);
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
