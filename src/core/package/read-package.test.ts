import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { contentDigest, packageDocument } from "./package-document.ts";
import { readPackage } from "./read-package.ts";
import { parseAtRest } from "../json/signed-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, aSigner } from "../../testing/builders.ts";

const ada = aSigner("ada");
const app = aPackage().withFile("assets/a.lua", "return 1\n");

describe("a package document", () => {
  test("lists every file but signature.sig, sorted, whatever order they came in", () => {
    const files = app.signedBy(ada).files();
    const paths = [
      "assets/a.lua",
      "assets/main.rml",
      "icons/icon-128.png",
      "icons/icon-32.png",
      "icons/icon-64.png",
      "manifest.json",
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...files], { minLength: files.length }), (shuffled) => {
        const document = packageDocument(app.manifest(), shuffled, nodeCrypto.sha256);
        expect(document.files.map(({ path }) => path)).toEqual(paths);
        expect(document).toEqual(app.document());
      }),
    );
  });

  test("has a digest that changes with any file, and with nothing else", () => {
    const digest = (files: typeof app): string => contentDigest(files.document(), nodeCrypto.sha256);
    expect(digest(app.signedBy(ada))).toBe(digest(app));
    expect(digest(app)).toMatchInlineSnapshot(`"956e1d8bacb86af492d6edb716977bf1623e558cae202e696967bec749eec22e"`);
    const changed = [
      app.withFile("assets/a.lua", "return 2\n"),
      app.withFile("assets/b.lua", ""),
      app.with({ name: "N" }),
    ];
    expect(new Set([app, ...changed].map(digest)).size).toBe(4);
  });
});

describe("reading", () => {
  test("gives the files, the manifest and what is to be signed", () => {
    const { opened, findings } = readPackage(app.signedBy(ada).bytes(), nodePackagePorts);
    expect(findings).toEqual([]);
    expect(opened).toMatchObject({ manifest: app.manifest(), document: app.document() });
    expect(opened?.contentDigest).toBe(contentDigest(app.document(), nodeCrypto.sha256));
    expect(opened?.files).toHaveLength(7);
    expect(opened?.signature && parseAtRest(opened.signature, "signature.sig").ok).toBe(true);
  });

  test("leaves signatures to others: none is fine here, and a broken one too", () => {
    expect(readPackage(app.bytes(), nodePackagePorts).opened?.signature).toBeNull();
    const broken = readPackage(app.withFile("signature.sig", "x").bytes(), nodePackagePorts);
    expect(broken.findings).toEqual([]);
    expect(broken.opened?.signature).toEqual(Uint8Array.of(0x78));
  });

  test("opens a package whose app has findings, but for those of its manifest", () => {
    const { opened, findings } = readPackage(app.without("icons/icon-32.png").bytes(), nodePackagePorts);
    expect(opened).not.toBeNull();
    expect(findings.map(({ rule }) => rule)).toEqual(["package/icon-missing"]);
    const unusable = readPackage(app.with({ name: "" }).bytes(), nodePackagePorts);
    expect(unusable.opened).toBeNull();
    expect(unusable.findings.map(({ rule }) => rule)).toEqual(["manifest/schema"]);
  });

  test("says what is wrong with bytes that are no archive", () => {
    const { opened, findings } = readPackage(Uint8Array.of(1, 2, 3), nodePackagePorts);
    expect(opened).toBeNull();
    expect(findings.map(({ rule }) => rule)).toEqual(["zip/no-end-record"]);
  });
});
