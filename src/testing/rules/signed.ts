import type { RuleFixture, RuleFixtures } from "./fixture.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { encodeAtRest, encodePretty, parseAtRest, parseSignedDocument } from "../../core/json/signed-document.ts";
import type { PackageDocument } from "../../core/package/package-document.ts";
import { assessTrust, type TrustKeys } from "../../core/signing/assess-trust.ts";
import { signDocument, type Signer } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aPackage, aSigner, utf8 } from "../builders.ts";

const ada = aSigner("ada");
const document = aPackage().document();
const keys: TrustKeys = { own: [], named: ada.key, served: null };
const signed = (body: object = document, by: Signer = ada): Uint8Array =>
  encodeAtRest(signDocument(body as PackageDocument, [by]));
const assess = (signature: Uint8Array | null): readonly Finding[] =>
  assessTrust({ document, signature }, keys, nodeCrypto).findings;
const signature = (fails: () => Uint8Array | null): RuleFixture => ({
  fails: () => assess(fails()),
  passes: () => assess(signed()),
});
const read = (bytes: Uint8Array): readonly Finding[] => {
  const parsed = parseSignedDocument(bytes, "app.json");
  return parsed.ok ? [] : parsed.findings;
};
const readAtRest = (bytes: Uint8Array): readonly Finding[] => {
  const parsed = parseAtRest(bytes, "signature.sig");
  return parsed.ok ? [] : parsed.findings;
};

export const signedFixtures: RuleFixtures = {
  "signed/envelope": { fails: () => read(utf8('{"signed": {}}')), passes: () => read(signed()) },
  "signed/not-at-rest": {
    fails: () => readAtRest(encodePretty(signDocument(document, [ada]))),
    passes: () => readAtRest(signed()),
  },
  "signature/missing": signature(() => null),
  "signature/document": signature(() => signed({ ...document, _type: "mosis-version" })),
  "signature/identity": signature(() => signed({ ...document, version_code: 2 })),
  "signature/files": signature(() => signed({ ...document, files: document.files.slice(1) })),
  "signature/invalid": signature(() => {
    const { signatures, signed: body } = signDocument(document, [ada]);
    const broken = signatures.map(({ keyid, sig }) => ({
      keyid,
      sig: `${sig.startsWith("0") ? "1" : "0"}${sig.slice(1)}`,
    }));
    return encodeAtRest({ signatures: broken, signed: body });
  }),
  "signature/unknown-key": signature(() => signed(document, aSigner("bob"))),
};
