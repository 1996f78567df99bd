import { describe, expect, test } from "vitest";

import { checkPackage } from "./check-package.ts";
import { packageDocument, type PackageFile } from "./package-document.ts";
import type { PackagePath } from "./package-path.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import { signDocument } from "../signing/signatures.ts";
import { checkSignatureFile } from "../signing/verify-package.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, aSigner, type PackageBuilder } from "../../testing/builders.ts";
import { squarePng } from "../../testing/png.ts";

const app = aPackage();

function found(files: readonly PackageFile[]): readonly string[] {
  return checkPackage(files, nodePackagePorts).findings.map(({ rule, severity, file, pointer, message }) => {
    const level = severity === "error" ? "" : `${severity} `;
    return `${level}${rule} ${file}${pointer === undefined ? "" : `#${pointer}`}: ${message}`;
  });
}

test("a package that keeps every rule has no findings, signed or not, in any order", () => {
  expect(found(app.files())).toEqual([]);
  expect(found(app.files().toReversed())).toEqual([]);
  expect(checkPackage(app.files(), nodePackagePorts).manifest).toEqual(app.manifest());
});

describe("one fault gives one finding:", () => {
  test.for<[string, PackageBuilder, string]>([
    [
      "no entry document",
      app.with({ permissions: [] }).without("assets/main.rml"),
      'package/entry-missing manifest.json#/entry: There is no file "assets/main.rml".',
    ],
    [
      "an entry document in other letters",
      app.with({ entry: "assets/Main.rml" }),
      'package/entry-missing manifest.json#/entry: There is no file "assets/Main.rml".',
    ],
    [
      "an icon short",
      app.without("icons/icon-64.png"),
      'package/icon-missing manifest.json#/icons/64: There is no file "icons/icon-64.png".',
    ],
    [
      "an icon of the wrong size",
      app.withFile("icons/icon-128.png", squarePng(64)),
      'package/icon-size manifest.json#/icons/128: "icons/icon-128.png" is 64 x 64 pixels.',
    ],
    [
      "an icon that is no PNG",
      app.withFile("icons/icon-32.png", "<svg/>"),
      'package/icon-format manifest.json#/icons/32: "icons/icon-32.png" is no whole PNG image.',
    ],
    [
      "a default locale without texts",
      app.with({ default_locale: "de" }),
      'package/default-locale-missing manifest.json#/default_locale: There is no file "locales/de.json".',
    ],
    [
      "a locale with a name of its own",
      app.withFile("locales/german.json", "{}"),
      'package/locale-name locales/german.json: "german" is no language tag.',
    ],
    [
      "a locale that is not flat",
      app.withFile("locales/de.json", '{"notes": {"title": "Notizen"}}'),
      'package/locale-schema locales/de.json#/notes: "notes" is an object.',
    ],
    [
      "a locale with a key no API can ask for",
      app.withFile("locales/de.json", '{"Notes Title": "Notizen"}'),
      'package/locale-schema locales/de.json#: The document has the key "Notes Title".',
    ],
    ["a locale that is no JSON", app.withFile("locales/de.json", "{,}"), 'json/syntax locales/de.json: Found ",".'],
    ["a manifest that is no JSON", app.withFile("manifest.json", "{]"), 'json/syntax manifest.json: Found "]".'],
    [
      "a broken permission, told once though its reason is there",
      app.with({ permissions: ["storage", "telepathy"] }),
      'permission/unknown manifest.json#/permissions/1: There is no permission "telepathy".',
    ],
    [
      "a reason too many",
      app.with({ permission_reasons: { camera: "Scans." } }),
      'warn permission/reason-without-permission manifest.json#/permission_reasons/camera: "camera" has a reason but is not declared.',
    ],
  ])("%s", ([, broken, expected]) => {
    expect(found(broken.files())).toEqual([expected]);
  });

  test("no manifest at all", () => {
    const files = app.files().filter(({ path }) => path !== "manifest.json");
    expect(found(files)).toEqual(["manifest/missing manifest.json: There is no manifest.json."]);
  });
});

test("faults in several files are all told, sorted by file and place", () => {
  const broken = app
    .with({ default_locale: "de" })
    .without("icons/icon-32.png")
    .withFile("locales/xx-.json", "{}")
    .withFile("locales/en.json", "[]");
  expect(found(broken.files()).map((each) => each.split(":")[0])).toEqual([
    "package/locale-schema locales/en.json#",
    "package/locale-name locales/xx-.json",
    "package/icon-missing manifest.json#/icons/32",
    "package/default-locale-missing manifest.json#/default_locale",
  ]);
});

test("a package whose list of files could not be signed is refused before it is", () => {
  const files = (pathBytes: number): readonly PackageFile[] => {
    const more = Array.from(
      { length: 4000 },
      (_, index) => `README-${String(index).padStart(5, "0")}${"x".repeat(pathBytes - 16)}.txt`,
    );
    return [...app.files(), ...more.map((path) => ({ path: path as PackagePath, data: new Uint8Array() }))];
  };
  expect(found(files(200))).toEqual([
    "package/too-large undefined: The list of the 4005 files that is signed has up to 1228615 bytes.",
  ]);
  expect(found(files(150))).toEqual([]);
  const document = packageDocument(app.manifest(), files(150), nodeCrypto.sha256);
  const signed = encodeAtRest(signDocument(document, [aSigner("ada"), aSigner("platform")]));
  expect(checkSignatureFile(signed, document).findings).toEqual([]);
});

test("files beside the locales are none of them", () => {
  const files = app.withFile("locales/README.md", "x").withFile("locales/en/more.json", "x").files();
  expect(found(files)).toEqual([]);
});
