import { beforeEach, describe, expect, test } from "vitest";
import type { OfferedVersion } from "./offered-app.ts";
import { parseOfferedApp } from "./offered-app.ts";
import { type ChangePlan, planChange } from "./plan-change.ts";
import { bytesSource } from "../package/byte-source.ts";
import { verifyDownload } from "./verify-download.ts";
import type { AppId, Sha256, VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import { addSignatures, type Signer } from "../signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { anApp } from "../../testing/app-kit.ts";
import { NOTHING_STATED } from "../../testing/lineage-kit.ts";
import { aPackage, type BuiltPackage, type PackageChoice } from "../../testing/package-kit.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";
import { documentOf } from "../../testing/index-kit.ts";

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let plan: ChangePlan;
let built: BuiltPackage;
beforeEach(() => {
  store = aStore().withApp(anApp());
  const [index] = store.index().apps;
  const offered = parseOfferedApp(canonicalize(documentOf(index!)), NOTES, "document.json");
  const device = { mosisVersion: "1.0.0", track: "stable", bucket: 0 } as const;
  const decision = planChange({ offered, installed: null, pin: null, stated: NOTHING_STATED, device }, nodeCrypto);
  if (decision.kind !== "change") throw new Error(decision.kind);
  plan = decision.plan;
  built = store.app().packages[0]!;
});

const served = ({ facts }: BuiltPackage, ...signers: readonly Signer[]): Uint8Array =>
  encodeAtRest(addSignatures(facts.signature, signers));

function verify(archive: Uint8Array, signature: Uint8Array, change: Partial<OfferedVersion> = {}) {
  const { platform } = store.trust.keys;
  return verifyDownload(
    { archive: bytesSource(archive), signature },
    { ...plan, to: { ...plan.to, ...change } },
    [platform.key],
    nodePackagePorts,
  );
}

/** The same version with other content, and a plan that expects just that content. */
function rebuilt(choice: PackageChoice, ...signers: readonly Signer[]) {
  const other = aPackage(choice, signers);
  const digest = Buffer.from(nodeCrypto.sha256(canonicalize(other.facts.signature.signed))).toString("hex") as Sha256;
  return { other, change: { content_digest: digest } };
}

const refused = (problem: string, rule: string) => ({
  ok: false,
  problem,
  findings: [expect.objectContaining({ rule })],
});

test("accepts what developer and platform signed", () => {
  const { platform } = store.trust.keys;
  const verified = verify(built.archive, served(built, platform));
  expect(verified).toMatchObject({ ok: true, opened: { manifest: { id: NOTES, version_code: 1 } } });
});

describe("the signatures", () => {
  test("must include the platform's", () => {
    expect(verify(built.archive, served(built))).toEqual(refused("signature", "signature/unknown-key"));
    expect(verify(built.archive, served(built, ephemeralSigner()))).toEqual(
      refused("signature", "signature/unknown-key"),
    );
  });

  test("must include the developer's, inside the package and beside it", () => {
    const { platform } = store.trust.keys;
    const thief = ephemeralSigner();
    const { other, change } = rebuilt({}, thief);
    const verified = verify(other.archive, served(other, platform), change);
    expect(verified).toMatchObject({ ok: false, problem: "signature" });
    expect(!verified.ok && verified.findings.map(({ rule, file }) => [rule, file])).toEqual([
      ["signature/unknown-key", "signature.sig"],
      ["signature/unknown-key", "packages/com.example.notes/1/signature.sig"],
    ]);
  });

  test("must be of exactly these files", () => {
    const { platform } = store.trust.keys;
    const { other, change } = rebuilt({ files: { "assets/extra.rml": "<rml/>" } }, store.developer.signer);
    expect(verify(other.archive, served(built, platform), change)).toMatchObject({ ok: false, problem: "signature" });
  });

  test("must be canonical at rest", () => {
    const { platform } = store.trust.keys;
    const pretty = new TextEncoder().encode(
      JSON.stringify(JSON.parse(new TextDecoder().decode(served(built, platform))), null, 2),
    );
    expect(verify(built.archive, pretty)).toEqual(refused("signature", "signed/not-at-rest"));
  });

  test("by a key of the developer that may not sign packages do not count", () => {
    const { platform } = store.trust.keys;
    const event = ephemeralSigner();
    plan = {
      ...plan,
      pin: {
        ...plan.pin,
        genesis: [{ ...plan.pin.genesis[0]!, keyid: event.key.keyid, keyval: event.object.keyval, use: ["account"] }],
      },
    };
    const { other, change } = rebuilt({}, event);
    expect(verify(other.archive, served(other, platform), change)).toMatchObject({ ok: false, problem: "signature" });
  });
});

describe("the package", () => {
  test("must keep the rules of packages", () => {
    const cut = built.archive.subarray(0, -1);
    expect(verify(cut, served(built))).toMatchObject({ ok: false, problem: "package" });
  });

  test.for<readonly [string, Partial<OfferedVersion>]>([
    ["version", { version: "1.0.1" }],
    ["version code", { version_code: 2 as VersionCode }],
    ["Mosis version", { min_mosis_version: "0.9.0" }],
    ["set of permissions", { permissions: [] }],
  ])("must be of the %s that was announced", ([, change]) => {
    const { platform } = store.trust.keys;
    expect(verify(built.archive, served(built, platform), change)).toEqual(
      refused("package", "version/manifest-differs"),
    );
  });

  test("must be the app's", () => {
    const { platform } = store.trust.keys;
    const { other, change } = rebuilt({ id: "com.example.other" }, store.developer.signer);
    expect(verify(other.archive, served(other, platform), change)).toEqual(
      refused("package", "version/manifest-differs"),
    );
  });

  test("must have the content that was announced", () => {
    const { platform } = store.trust.keys;
    const { other } = rebuilt({ files: { "assets/extra.rml": "<rml/>" } }, store.developer.signer);
    expect(verify(other.archive, served(other, platform))).toEqual(refused("package", "package/digest"));
  });
});
