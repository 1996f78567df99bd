import { describe, expect, test } from "vitest";

import type { AppId } from "../ids/ids.ts";
import type { ComposedFile } from "../registry/compose.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { MEMBER, ReviewKit, type SubmissionChoice } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const OTHER = "com.example.other";
const STRANGER = 77;
const BOT = 99;

const store = aStore();
const ada = store.developer;
const bob = new DeveloperKit("bob", "test");
store.withApp(anApp()).withApp(anApp({ id: OTHER, developer: bob }));
store.app().event("yank", 1, { reason: "It crashes." });

// A base with keys of every kind.
const versionKey = ephemeralSigner();
const accountKey = ephemeralSigner();
const otherAppsKey = ephemeralSigner();
const revokedKey = ephemeralSigner();
ada.addKey(versionKey, ["package", "version"]);
ada.addKey(accountKey, ["account"]);
ada.addKey(otherAppsKey, ["package", "version", "event", "account"], ["com.example.third" as AppId]);
ada.addKey(revokedKey);
ada.revoke(revokedKey, "lost");

const kit = new ReviewKit(store);
const config = JSON.parse(new TextDecoder().decode(store.registryFiles().get("registry.json"))) as { policy: object };
kit.base.set("registry.json", utf8(JSON.stringify({ ...config, policy: { ...config.policy, bots: [BOT] } })));

const update = aPackage().with({ version: "1.1.0", version_code: 2 });
const signed = update.signedBy(ada.signer);

describe("a version", () => {
  test.for<[string, () => ComposedFile, string[], SubmissionChoice?]>([
    ["lands when its owner's key signed it", () => kit.version(signed, [ada.signer]), ["merge"]],
    [
      "lands when a key that may only do that did",
      () => kit.version(update.signedBy(versionKey), [versionKey]),
      ["merge"],
    ],
    ["lands when others signed it, too", () => kit.version(signed, [ada.signer, bob.signer]), ["merge"]],
    ["is refused when nobody signed it", () => kit.version(signed, []), ["fail", "owner/signature"]],
    ["is refused when somebody else did", () => kit.version(signed, [bob.signer]), ["fail", "owner/signature"]],
    ["is refused when a key for accounts did", () => kit.version(signed, [accountKey]), ["fail", "owner/signature"]],
    [
      "is refused when a key of another app did",
      () => kit.version(signed, [otherAppsKey]),
      ["fail", "owner/signature"],
    ],
    ["is refused when a revoked key did", () => kit.version(signed, [revokedKey]), ["fail", "owner/signature"]],
    [
      "is refused when it was signed before it was changed",
      () => tampered(kit.version(signed, [ada.signer])),
      ["fail", "owner/signature"],
    ],
    [
      "is refused when it is for another registry",
      () => kit.version(signed, [ada.signer], { registry: "elsewhere" }),
      ["fail", "registry/other-registry"],
    ],
    [
      "is refused when a stranger brings it",
      () => kit.version(signed, [ada.signer]),
      ["fail", "owner/author"],
      { author: STRANGER },
    ],
    ["lands when a bot carries it", () => kit.version(signed, [ada.signer]), ["merge"], { author: BOT }],
    [
      "is refused when a bot carries what the owner did not sign",
      () => kit.version(signed, [bob.signer]),
      ["fail", "owner/signature"],
      { author: BOT },
    ],
    [
      "is refused for an app that is not there",
      () => kit.version(signed.with({ id: "com.example.missing", version_code: 1 }), [ada.signer]),
      ["fail", "signature/unknown-key", "registry/dangling"],
    ],
  ])("%s", ([, file, expected, choice]) => {
    expect(kit.rules([file()], choice).toSorted()).toEqual(expected.toSorted());
  });
});

describe("an event", () => {
  test.for<[string, () => ComposedFile, string[], SubmissionChoice?]>([
    ["lands as the next one", () => kit.event(NOTES, [ada.signer], { action: "unyank" }), ["merge"]],
    ["is refused when a key for versions signed it", () => kit.event(NOTES, [versionKey]), ["fail", "owner/signature"]],
    ["is refused when it leaves a gap", () => kit.event(NOTES, [ada.signer], { n: 3 }), ["fail", "registry/chain"]],
    [
      "is refused when it does not know the one before",
      () => kit.event(NOTES, [ada.signer], { previous: null }),
      ["fail", "registry/chain"],
    ],
    [
      "is refused when it is about no version",
      () => kit.event(NOTES, [ada.signer], { version_code: 9 as never }),
      ["fail", "registry/dangling"],
    ],
    [
      "is refused for an app that is not there",
      () => kit.event("com.example.missing", [ada.signer]),
      ["fail", "registry/dangling"],
    ],
    [
      "is refused when a stranger brings it",
      () => kit.event(NOTES, [ada.signer]),
      ["fail", "owner/author"],
      { author: STRANGER },
    ],
  ])("%s", ([, file, expected, choice]) => {
    expect(kit.rules([file()], choice)).toEqual(expected);
  });
});

describe("a change of owner", () => {
  const transfer = (signers: Parameters<ReviewKit["app"]>[2], change = {}): ComposedFile =>
    kit.app(NOTES, bob, signers, { seq: 2, ...change });

  test.for<[string, () => ComposedFile, string[]]>([
    [
      "waits for a person when both owners signed it",
      () => transfer([ada.signer, bob.signer]),
      ["review", "owner/changed"],
    ],
    ["is refused without the old owner", () => transfer([bob.signer]), ["fail", "owner/changed", "owner/signature"]],
    ["is refused without the new owner", () => transfer([ada.signer]), ["fail", "owner/changed", "owner/signature"]],
    [
      "is refused with a key that may not sign for accounts",
      () => transfer([versionKey, bob.signer]),
      ["fail", "owner/changed", "owner/signature"],
    ],
    [
      "is refused with a number that was there before",
      () => transfer([ada.signer, bob.signer], { seq: 1 }),
      ["fail", "owner/changed", "owner/seq"],
    ],
    [
      "is refused with a number that skips one",
      () => transfer([ada.signer, bob.signer], { seq: 3 }),
      ["fail", "owner/changed", "owner/seq"],
    ],
    [
      "to nobody is refused",
      () => transfer([ada.signer], { owner: "nobody" }),
      ["fail", "owner/changed", "registry/dangling"],
    ],
  ])("%s", ([, file, expected]) => {
    expect(kit.rules([file()]).toSorted()).toEqual(expected.toSorted());
  });

  test("may be brought by a member of either owner, and nobody else", () => {
    const choice = { author: STRANGER };
    expect(kit.rules([transfer([ada.signer, bob.signer])], choice)).toContain("owner/author");
    expect(kit.review([transfer([ada.signer, bob.signer])], choice).findings.at(0)?.message).toBe(
      'The account 77 that opened the pull request is no member of "ada" or "bob".',
    );
  });
});

test("a listing lands when it counts on by one", () => {
  expect(kit.rules([kit.listing(NOTES, [ada.signer], { seq: 2 })])).toEqual(["merge"]);
  expect(kit.rules([kit.listing(NOTES, [ada.signer], { seq: 1 })])).toEqual(["fail", "owner/seq"]);
  expect(kit.rules([kit.listing(NOTES, [ada.signer], { locale: "de", seq: 2 })])).toEqual(["fail", "owner/seq"]);
  expect(kit.rules([kit.listing(NOTES, [bob.signer], { seq: 2 })])).toEqual(["fail", "owner/signature"]);
});

test("findings name the file as the pull request does", () => {
  const [found] = kit.review([kit.event(NOTES, [])], { author: MEMBER }).findings;
  expect(found?.file).toBe("registry/apps/31/com.example.notes/events/2.json");
});

/** The same signatures over other words. */
function tampered({ path, bytes }: ComposedFile): ComposedFile {
  return { path, bytes: utf8(new TextDecoder().decode(bytes).replace('"rollout_bp": 10000', '"rollout_bp": 9999')) };
}
