import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type FixPlan, planFixes } from "./plan-fixes.ts";
import { checkPackage } from "../package/check-package.ts";
import type { PackageFile } from "../package/package-document.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, type PackageBuilder, utf8 } from "../../testing/builders.ts";
import { runs } from "../../testing/runs.ts";

const UNUSED = "<rml><body/></rml>";
const text = (plan: FixPlan, path: string): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode([...plan.writes].find(([each]) => each === path)?.[1]);
const manifestOf = (plan: FixPlan): Record<string, unknown> => JSON.parse(text(plan, "manifest.json"));

function applied(files: readonly PackageFile[], { writes }: FixPlan): readonly PackageFile[] {
  return files.map(({ path, data }) => ({ path, data: writes.get(path) ?? data }));
}

describe("mends", () => {
  test.for<[string, PackageBuilder, string[], Record<string, unknown>]>([
    [
      "spaces around texts",
      aPackage().with({ name: " Notes ", summary: "Write. " }),
      ['Takes away the spaces around "Notes".', 'Takes away the spaces around "Write.".'],
      { name: "Notes", summary: "Write." },
    ],
    [
      "a licence in other letters",
      aPackage().with({ license: "mit" }),
      ['Spells the licence as the SPDX list does: "MIT".'],
      { license: "MIT" },
    ],
    [
      "permissions nothing uses, their reasons and hosts",
      aPackage()
        .with({
          permissions: ["network", "storage", "camera"],
          permission_reasons: { camera: "Scans.", storage: "Keeps." },
          network: { hosts: ["example.com"] },
        })
        .withFile("assets/main.rml", '<rml><body onload="storage.get()"/></rml>'),
      [
        'Removes the permission "network".',
        'Removes the permission "camera".',
        "Removes the reason of a permission that is not declared.",
      ],
      { permissions: ["storage"], permission_reasons: { storage: "Keeps." } },
    ],
    [
      "a normal permission that is used undeclared",
      aPackage().with({ permissions: [] }).withFile("assets/main.rml", '<rml><body onload="storage.get()"/></rml>'),
      ['Declares the permission "storage".'],
      { permissions: ["storage"] },
    ],
    [
      "paths in other letters",
      aPackage().with({ entry: "assets/Main.rml" }),
      ['Spells the path as the file is: "assets/main.rml".'],
      { entry: "assets/main.rml" },
    ],
    [
      "the name of the only language",
      aPackage().with({ default_locale: "fr" }).withFile("locales/de.json", "{}"),
      ['Names the language that is there: "de".'],
      { default_locale: "de" },
    ],
  ])("%s", ([, app, done, expected]) => {
    const plan = planFixes(app.files(), nodePackagePorts);
    expect(plan.fixes.map(({ message }) => message)).toEqual(done);
    expect(manifestOf(plan)).toMatchObject(expected);
    expect(checkPackage(applied(app.files(), plan), nodePackagePorts).findings).toEqual([]);
  });

  test("names of files in other letters, in documents and style sheets", () => {
    const document =
      '<rml>\n<img src="Pics/A.png"/><img src="../Icons/a.png"/>\n<style>p { decorator: image( Pics/B.png ); }</style></rml>';
    const picture = "\u0089PNG\r\n\u001a\n";
    const files = aPackage()
      .withFile("assets/more.rml", document)
      .withFile(
        "assets/pics/a.png",
        Uint8Array.from(picture, (char) => char.charCodeAt(0)),
      )
      .withFile(
        "assets/pics/b.png",
        Uint8Array.from(picture, (char) => char.charCodeAt(0)),
      )
      .withFile(
        "icons/a.png",
        Uint8Array.from(picture, (char) => char.charCodeAt(0)),
      )
      .files();
    const plan = planFixes(files, nodePackagePorts);
    expect(text(plan, "assets/more.rml")).toBe(
      document.replaceAll("Pics", "pics").replace("/A", "/a").replace("/B", "/b"),
    );
    // Where the name begins with "..", only a person sees which part of it is meant.
    const left = checkPackage(applied(files, plan), nodePackagePorts).findings;
    expect(left.map(({ rule, expected }) => [rule, expected])).toEqual([["package/reference-missing", "icons/a.png"]]);
  });

  test("texts that a language lacks, in the order and words of the default one", () => {
    const app = aPackage()
      .with({ default_locale: "en" })
      .withFile("locales/en.json", '{"a": "A", "b": "B", "c": "C"}')
      .withFile("locales/de.json", '{"b": "Be"}');
    const plan = planFixes(app.files(), nodePackagePorts);
    expect(plan.fixes).toEqual([
      {
        rule: "locale/missing-key",
        file: "locales/de.json",
        message: "Adds 2 texts in the default language, to be translated.",
      },
    ]);
    expect(text(plan, "locales/de.json")).toBe('{\n  "b": "Be",\n  "a": "TODO: A",\n  "c": "TODO: C"\n}\n');
  });

  test("texts that are shown and that no language has", () => {
    const app = aPackage()
      .with({ default_locale: "en" })
      .withFile("assets/more.rml", "<p onclick=\"print(app.t('list.add'))\">[[list.title]]</p>")
      .withFile("locales/en.json", "{}")
      .withFile("locales/de.json", '{"list.title": "Notizen"}');
    const plan = planFixes(app.files(), nodePackagePorts);
    expect(plan.fixes.map(({ message }) => message)).toEqual([
      'Adds the text "list.add", to be written.',
      'Adds the text "list.title", to be written.',
      "Adds a text in the default language, to be translated.",
    ]);
    expect(JSON.parse(text(plan, "locales/en.json"))).toEqual({
      "list.add": "TODO: list.add",
      "list.title": "TODO: list.title",
    });
    expect(JSON.parse(text(plan, "locales/de.json"))).toEqual({
      "list.title": "Notizen",
      "list.add": "TODO: list.add",
    });
    expect(checkPackage(applied(app.files(), plan), nodePackagePorts).findings).toEqual([]);
  });

  test("names of modules and documents in other letters, in Lua", () => {
    const code = 'require("Scripts.Notes") ui.open("assets/Main.rml")';
    const app = aPackage().withFile("assets/code.lua", code).withFile("assets/scripts/notes.lua", "");
    const plan = planFixes(app.files(), nodePackagePorts);
    expect(text(plan, "assets/code.lua")).toBe('require("scripts.notes") ui.open("assets/main.rml")');
  });

  test("a byte order mark, and nothing else of the file", () => {
    const app = aPackage().with({ default_locale: "en" }).withFile("locales/en.json", '\ufeff{ "a":"A" }');
    const plan = planFixes(app.files(), nodePackagePorts);
    expect(text(plan, "locales/en.json")).toBe('{ "a":"A" }');
    expect([...plan.writes.keys()]).toEqual(["locales/en.json"]);
  });
});

test("leaves alone what only a person can decide", () => {
  const app = aPackage()
    .with({ permissions: ["camera"], license: "Own", name: "  ", entry: "assets/other.rml" })
    .withFile("locales/en.json", "{")
    .withFile("assets/main.rml", '<rml><body onload="warn(camera, contacts, network)"/></rml>');
  expect(planFixes(app.files(), nodePackagePorts)).toEqual({ fixes: [], writes: new Map() });
});

test("a second plan is always empty, and mending never brings an error", () => {
  const words = fc.constantFrom("Notes", " Notes", "Notes ", "mit", "MIT", "Zlib", "en", "de", "EN", "assets/MAIN.rml");
  const change = fc.record(
    {
      name: words,
      summary: words,
      license: words,
      default_locale: words,
      entry: fc.constantFrom("assets/main.rml", "assets/MAIN.rml", "assets/no.rml"),
      permissions: fc.subarray(["storage", "network", "camera", "db", "telepathy"]),
      permission_reasons: fc.dictionary(fc.constantFrom("storage", "camera", "db"), words),
      network: fc.constant({ hosts: ["example.com"] }),
    },
    { requiredKeys: [] },
  );
  const locale = fc.dictionary(fc.constantFrom("a", "b.c", "d"), words).map((value) => JSON.stringify(value));
  const body = fc.constantFrom(UNUSED, '<rml><body onload="storage.get(network)"/></rml>');
  fc.assert(
    fc.property(change, locale, locale, body, fc.boolean(), (manifest, english, german, page, hasMark) => {
      const app = aPackage()
        .with(manifest)
        .withFile("assets/main.rml", page)
        .withFile("locales/en.json", utf8((hasMark ? "\ufeff" : "") + english))
        .withFile("locales/de.json", german);
      const files = app.files();
      const errors = (all: readonly PackageFile[]): number =>
        checkPackage(all, nodePackagePorts).findings.filter(({ severity }) => severity === "error").length;
      const mended = applied(files, planFixes(files, nodePackagePorts));
      expect(planFixes(mended, nodePackagePorts)).toEqual({ fixes: [], writes: new Map() });
      const hidden = checkPackage(files, nodePackagePorts).manifest === null;
      if (!hidden) expect(errors(mended)).toBeLessThanOrEqual(errors(files));
    }),
    { numRuns: runs(60) },
  );
});
