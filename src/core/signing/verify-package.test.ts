import { describe, expect, test } from "vitest";

import { signDocument } from "./signatures.ts";
import { checkSignatureFile, packageSigners } from "./verify-package.ts";
import { encodeAtRest, encodePretty } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aPackage, aSigner } from "../../testing/builders.ts";

const ada = aSigner("ada");
const app = aPackage().withFile("assets/main.rml", "<rml><body>Notes</body></rml>\n");
const document = app.document();

function problems(signature: Uint8Array, expected: PackageDocument = document): readonly string[] {
  return checkSignatureFile(signature, expected).findings.map(
    ({ rule, file, pointer, message }) => `${rule} ${file}${pointer === undefined ? "" : `#${pointer}`} ${message}`,
  );
}

const signed = (body: object): Uint8Array => encodeAtRest(signDocument(body as PackageDocument, [ada]));

test("a signature over exactly the files is taken, and says who signed", () => {
  const { signature, findings } = checkSignatureFile(signed(document), document);
  expect(findings).toEqual([]);
  expect(signature && packageSigners(signature, [ada.key, aSigner("bob").key], nodeCrypto)).toEqual([ada.key.keyid]);
});

describe("it names the trouble when", () => {
  test.for<[string, Uint8Array, string[]]>([
    [
      "a file was changed",
      signed(app.withFile("assets/main.rml", "<rml/>\n").document()),
      ["signature/files assets/main.rml The file is not the one that was signed."],
    ],
    [
      "a file was added, and one removed",
      signed(app.without("icons/icon-32.png").withFile("assets/old.lua", "").document()),
      [
        "signature/files assets/old.lua The file is signed but missing.",
        "signature/files icons/icon-32.png The file is not covered by the signature.",
      ],
    ],
    [
      "it is for another version",
      signed({ ...document, version_code: 2 }),
      [
        "signature/identity signature.sig The signature is for com.example.notes 1.0.0 (2), the manifest says com.example.notes 1.0.0 (1).",
      ],
    ],
    [
      "it is for another app",
      signed({ ...document, app_id: "com.example.other" }),
      [
        "signature/identity signature.sig The signature is for com.example.other 1.0.0 (1), the manifest says com.example.notes 1.0.0 (1).",
      ],
    ],
    [
      "the files are out of order",
      signed({ ...document, files: document.files.toReversed() }),
      ["signature/files signature.sig The list of files is out of order or has extra fields."],
    ],
    [
      "a file is listed twice",
      signed({ ...document, files: [...document.files, ...document.files.slice(-1)] }),
      ["signature/files signature.sig The list of files is out of order or has extra fields."],
    ],
    [
      "the document says more",
      signed({ ...document, extra: true }),
      ["signature/files signature.sig The list of files is out of order or has extra fields."],
    ],
    [
      "it is not canonical at rest",
      encodePretty(signDocument(document, [ada])),
      ["signed/not-at-rest signature.sig The bytes are not the canonical form of the document."],
    ],
    [
      "it is a document of another type",
      signed({ ...document, _type: "mosis-version" }),
      ['signature/document signature.sig#/signed/_type "_type" is "mosis-version".'],
    ],
    ["it is not JSON", new TextEncoder().encode("-"), ['json/syntax signature.sig Found "-".']],
  ])("%s", ([, signature, expected]) => {
    expect(problems(signature)).toEqual(expected);
  });
});
