import { expect, test } from "vitest";

import { packageFacts } from "./package-facts.ts";
import { toHex } from "../bytes.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage, aSigner, type PackageBuilder } from "../../testing/builders.ts";
import { squarePng } from "../../testing/png.ts";

const app = aPackage().signedBy(aSigner("ada"));

test("are hashes and lengths of the package and its icons, and its signature", () => {
  const archive = app.bytes();
  const { facts, icons, findings } = packageFacts(archive, nodePackagePorts);
  expect(findings).toEqual([]);
  expect(facts?.package).toEqual({ sha256: toHex(nodeCrypto.sha256(archive)), length: archive.length });
  expect(facts?.signature.signed).toEqual(app.document());
  const sha256 = facts?.icons["64"].sha256;
  expect(sha256 && icons.get(sha256)).toEqual(squarePng(64));
});

test("say how many texts of the app each language has", () => {
  const { facts } = packageFacts(
    app
      .with({ default_locale: "en" })
      .withFile("locales/en.json", '{"title": "Notes", "add": "Add"}')
      .withFile("locales/de.json", '{"title": "Notizen"}')
      .bytes(),
    nodePackagePorts,
  );
  expect(facts?.texts).toEqual({ of: 2, locales: { de: 1, en: 2 } });
});

test("are those of what review let in, whatever rules say of its code by now", () => {
  const { facts, findings } = packageFacts(app.withFile("assets/a.lua", "load(x)() goto").bytes(), nodePackagePorts);
  expect(facts).not.toBeNull();
  expect(findings).toEqual([]);
});

test.for<[string, PackageBuilder, string]>([
  ["without a signature", app.signedBy(), "signature/missing"],
  ["with the signature of other files", app.withFile("signature.sig", "{}"), "signed/envelope"],
  ["without an icon", app.without("icons/icon-64.png"), "package/icon-missing"],
  ["with a broken manifest", app.with({ name: 1 }), "manifest/schema"],
])("there are none of a package %s, and it says why", ([, broken, rule]) => {
  const signed = rule === "signed/envelope" ? broken.signedBy() : broken;
  const { facts, findings } = packageFacts(signed.bytes(), nodePackagePorts);
  expect(facts).toBeNull();
  expect(findings.map((each) => each.rule)).toEqual([rule]);
});
