import { describe, expect, test } from "vitest";

import type { Report } from "./review.ts";
import { composeFile, type ComposedFile, developerBody, developerKey } from "../registry/compose.ts";
import type { DeveloperBody, KeyUse } from "../registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { utf8 } from "../../testing/builders.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const { sha256 } = nodeCrypto;
const PROOF = "https://ada.example/.well-known/mosis-developer.json";
const ACCOUNT: readonly KeyUse[] = ["account"];

const store = aStore();
const ada = store.developer;
const spare = ephemeralSigner();
const revoked = ephemeralSigner();
const ci = ephemeralSigner();
ada.addKey(spare, ACCOUNT);
ada.addKey(revoked, ACCOUNT);
ada.addKey(ci, ["version"]);
ada.revoke(revoked, "retired");
const kit = new ReviewKit(store);

const entry = (change: object = {}): object => ({
  registry: store.name,
  developer: "ada",
  keyid: ada.signer.key.keyid,
  ...change,
});
const served = (...developers: readonly unknown[]): Uint8Array => utf8(JSON.stringify({ developers }));

/** The next document of Ada, with these domains. */
function adding(domains: readonly string[], change: Partial<DeveloperBody> = {}): ComposedFile {
  const members = [{ github_id: 1, role: "owner" as const }];
  const own = { registry: store.name, id: ada.id, seq: 2, name: "Ada", members, keys: ada.keys, domains, ...change };
  return composeFile({ kind: "developer", developer: ada.id }, developerBody(own), [ada.signer], sha256);
}

const judge = (domain: string, found: Uint8Array | string): Report =>
  kit.review([adding([domain])], { fetched: { [PROOF]: found } });
const rulesOf = ({ findings }: Report): readonly string[] => findings.map(({ rule }) => rule);

describe("a domain that a developer adds", () => {
  test.for<[string, () => Uint8Array]>([
    ["names the key that signs", () => served(entry())],
    ["names another account key", () => served(entry({ keyid: spare.key.keyid }))],
    ["names others, too", () => served(null, 7, entry({ developer: "bob" }), entry({ registry: "other" }), entry())],
    ["names an old key beside the new one", () => served(entry({ keyid: revoked.key.keyid }), entry())],
    [
      "says more than this version knows",
      () => utf8(JSON.stringify({ version: 2, developers: [entry({ note: "x" })] })),
    ],
  ])("is taken when its file %s", ([, file]) => {
    expect(judge("ada.example", file())).toMatchObject({ verdict: "merge", findings: [] });
  });

  test.for<[string, () => Uint8Array, RegExp]>([
    ["is no JSON", () => utf8("<html>"), /is no JSON document: /],
    ["says two things at once", () => utf8('{"developers":[],"developers":[]}'), /is no JSON document: /],
    ["has no list", () => utf8('{"developers":{}}'), /has no list "developers"/],
    ["is only a list", () => utf8("[]"), /has no list "developers"/],
    ["names nobody", () => served(), /does not name the developer "ada" of the registry "test"/],
    ["names another developer", () => served(entry({ developer: "bob" })), /does not name the developer "ada"/],
    ["is for another registry", () => served(entry({ registry: "other" })), /does not name the developer "ada"/],
    ["names no key", () => served(entry({ keyid: undefined })), /names "ada" with no key/],
    ["names a stranger's key", () => served(entry({ keyid: ephemeralSigner().key.keyid })), /no account key of theirs/],
    ["names a revoked key", () => served(entry({ keyid: revoked.key.keyid })), /no account key of theirs in charge/],
    ["names a key for other things", () => served(entry({ keyid: ci.key.keyid })), /no account key of theirs/],
  ])("is refused when its file %s", ([, file, message]) => {
    const report = judge("ada.example", file());
    expect(rulesOf(report)).toEqual(["domain/unproven"]);
    expect(report.findings[0]?.message).toMatch(message);
  });

  test("is refused with the file to serve when it cannot be reached", () => {
    const report = judge("ada.example", "the server answered 404");
    expect(report.verdict).toBe("fail");
    expect(report.findings).toMatchObject([
      {
        rule: "domain/unreachable",
        file: "registry/developers/ada.json",
        pointer: "/signed/domains/0",
        message: `"${PROOF}": the server answered 404`,
        expected: `{"developers":[{"registry":"test","developer":"ada","keyid":"${ada.signer.key.keyid}"}]}`,
      },
    ]);
  });

  test.for([
    "Ada.example",
    "ada.example.",
    "ada.example:8443",
    "192.0.2.7",
    "127.0.0.1:8080",
    "localhost",
    "ädä.example",
  ])("is refused when it is %s", (domain) => {
    expect(rulesOf(judge(domain, served(entry())))).toEqual(["domain/form"]);
  });

  test("may be a server of this machine where the registry's packages may", () => {
    const local = new ReviewKit(store);
    const registry = JSON.parse(new TextDecoder().decode(store.registryFiles().get("registry.json"))) as {
      policy: object;
    };
    const policy = { ...registry.policy, allow_http_loopback: true };
    local.base.set("registry.json", utf8(JSON.stringify({ ...registry, policy })));
    const fetched = { "http://127.0.0.1:8080/.well-known/mosis-developer.json": served(entry()) };
    expect(local.rules([adding(["127.0.0.1:8080"])], { fetched })).toEqual(["merge"]);
    expect(local.rules([adding(["127.0.0.1:99999"])], { fetched })).toEqual(["fail", "domain/form"]);
    expect(local.rules([adding(["127.0.0.2:8080"])], { fetched })).toEqual(["fail", "domain/form"]);
  });
});

test("a domain that was there is not asked again, so that a change of keys hangs on no web server", () => {
  const there = new ReviewKit(store);
  const { bytes } = adding(["ada.example", "Old.form"], { seq: 1 });
  there.base.set("developers/ada.json", bytes);
  expect(there.rules([adding(["ada.example"])])).toEqual(["merge"]);
  expect(there.rules([adding(["ada.example", "new.example"])])).toEqual(["fail", "domain/unreachable"]);
  expect(there.rules([adding([])])).toEqual(["merge"]);
});

test("who registers with a domain proves it with the key that they bring: an id that others may take is no proof", () => {
  const key = ephemeralSigner();
  const registering = (signer: KeySigner): ComposedFile => {
    const body = developerBody({
      registry: store.name,
      id: "grace" as DeveloperBody["id"],
      seq: 1,
      name: "Grace",
      members: [{ github_id: 1, role: "owner" }],
      keys: [developerKey(signer.object, ACCOUNT, sha256)],
      domains: ["ada.example"],
    });
    return composeFile({ kind: "developer", developer: body.id }, body, [signer], sha256);
  };
  const fetched = { [PROOF]: served(entry({ developer: "grace", keyid: key.key.keyid })) };
  expect(kit.rules([registering(key)], { fetched })).toEqual(["merge"]);
  expect(kit.rules([registering(ephemeralSigner())], { fetched })).toEqual(["fail", "domain/unproven"]);
});
