import { beforeEach, describe, expect, test } from "vitest";

import { documentsOf, PortalKit } from "../testing/portal-kit.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import { composeFile, developerBody } from "../../../src/core/registry/compose.ts";
import type { DeveloperKey } from "../../../src/core/registry/documents.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { DeveloperKit } from "../../../src/testing/developer-kit.ts";

let kit: PortalKit;
beforeEach(() => {
  kit = new PortalKit();
});

const post = (documents: readonly JsonObject[], as = "owner") =>
  kit.send("POST", "/signing-keys", { as, body: { documents } });

/** The next developer document of ada, with other keys. */
function nextDocument(keys: readonly DeveloperKey[]): JsonObject {
  const { developer } = kit.store;
  const body = developerBody({
    registry: "test",
    id: developer.id,
    seq: 2,
    name: "Developer ada",
    members: [{ github_id: 1, role: "owner" }],
    keys,
  });
  const place = { kind: "developer", developer: developer.id } as const;
  return documentsOf([composeFile(place, body, [developer.signer], nodeCrypto.sha256)])[0]!;
}

describe("keys that sign", () => {
  test("are those of the registry", async () => {
    const { body } = await kit.send("GET", "/signing-keys?developer=ada", { as: "viewer" });
    const [key] = kit.store.developer.keys;
    expect(body).toEqual({
      developer: "ada",
      seq: 1,
      keys: [{ keyid: key?.keyid, public: key?.keyval.public, use: key?.use }],
    });
    expect(await kit.send("GET", "/signing-keys?developer=ada", { as: "stranger" })).toMatchObject({
      problem: "not-a-member",
    });
  });

  test("come with a developer document that anybody may bring for a new developer", async () => {
    const grace = new DeveloperKit("grace", "test");
    const opened = await post(documentsOf(grace.files()), "stranger");
    expect(opened).toMatchObject({ status: 202, body: { kind: "register", number: 1 } });
    expect(kit.forge.pulls[0]).toMatchObject({
      title: "Register grace",
      branch: expect.stringMatching(/^mosis\/grace\/register-/),
    });
    expect(await kit.send("GET", "/submissions/1", { as: "stranger" })).toMatchObject({
      status: 200,
      body: { subject: "grace" },
    });
  });

  test("are registered for no id that is taken, and by no key that does not sign", async () => {
    expect(await post(documentsOf(new DeveloperKit("ada", "test").files()), "stranger")).toMatchObject({
      problem: "document-refused",
    });
    const [document] = documentsOf(new DeveloperKit("grace", "test").files());
    expect(await post([{ ...document, signatures: [] }], "stranger")).toMatchObject({
      status: 422,
      problem: "document-refused",
    });
    expect(kit.forge.pulls).toEqual([]);
  });

  test("change by an owner only, whatever is signed", async () => {
    const document = nextDocument(kit.store.developer.keys);
    expect(await post([document], "maintainer")).toMatchObject({ status: 403, problem: "insufficient-role" });
    expect(await post([document], "stranger")).toMatchObject({ status: 403, problem: "not-a-member" });
    expect(await post([document])).toMatchObject({ status: 202, body: { kind: "developer-change" } });
  });

  test("are revoked by a document in which they are", async () => {
    const { developer } = kit.ownStore();
    const rotated = developer.rotate();
    kit.publish();
    const revoked = developer.keys.map((key) =>
      key.keyid === rotated.key.keyid ? { ...key, revoked: { reason: "lost" as const, from_seq: 2 } } : key,
    );
    const remove = (keyid: string, document: JsonObject) =>
      kit.send("DELETE", `/signing-keys/${keyid}`, { body: { documents: [document] } });
    expect(await remove("0".repeat(64), nextDocument(revoked))).toMatchObject({ status: 404 });
    expect(await remove(rotated.key.keyid, nextDocument(developer.keys))).toMatchObject({
      status: 422,
      problem: "document-refused",
    });
    expect(await remove(rotated.key.keyid, nextDocument(revoked))).toMatchObject({ status: 202 });
    expect(kit.forge.pulls[0]?.title).toBe("Revoke a key of ada");
  });
});
