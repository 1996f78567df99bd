import { describe, expect, test } from "vitest";

import type { AppDocument, IndexedVersion } from "./app-document.ts";
import { currentVersion } from "./app-document.ts";
import { indexApp, permissionsDigest } from "./index-app.ts";
import type { Sha256 } from "../ids/ids.ts";
import type { DeveloperKey, ListingBody } from "../registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { type AppChoice, anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { allAt, documentOf as documentOfApp } from "../../testing/index-kit.ts";

const shot = (digit: string): ListingBody["screenshots"][number] => ({
  url: `https://packages.example/${digit}.png`,
  length: 9,
  sha256: digit.repeat(64) as Sha256,
  alt: `Picture ${digit}`,
});

interface IndexChoice {
  readonly screenshots?: ListingBody["screenshots"];
  readonly images?: readonly string[];
  readonly keys?: readonly DeveloperKey[];
}

/** The app's document, with some of the pictures of its listing at hand. */
function documentOf(choice: AppChoice, more: IndexChoice = {}): AppDocument {
  const { index } = indexOf(choice, more);
  if (index === null) throw new TypeError("nothing to publish");
  return documentOfApp(index);
}

function indexOf(
  choice: AppChoice,
  { screenshots = [], images = [], keys }: IndexChoice = {},
): ReturnType<typeof indexApp> {
  const store = aStore().withApp(anApp(choice));
  const { config, apps, developers } = store.registry();
  const [record] = apps.values();
  const [owner] = developers.values();
  if (record === undefined || owner === undefined) throw new TypeError("no app");
  const listings = new Map([...record.listings].map(([locale, listing]) => [locale, { ...listing, screenshots }]));
  const facts = new Map(store.app(choice.id).packages.map((each) => [each.facts.package.sha256, each.facts]));
  const { developer } = owner;
  return indexApp(
    {
      config,
      record: { ...record, listings },
      owner: { ...owner, developer: { ...developer, keys: keys ?? developer.keys } },
      facts,
      deltas: new Map(),
      images: new Set(images as Sha256[]),
      exceptions: [],
      history: allAt("2026-10-01T12:00:00Z"),
    },
    { sha256: nodeCrypto.sha256, countersign: (document) => document },
  );
}

type Listed = Partial<Omit<IndexedVersion, "version_code">> & { readonly version_code: number };

describe("what stands for an app", () => {
  test.for<[string, readonly Listed[], number]>([
    ["its newest stable version", [{ version_code: 3, track: "beta" }, { version_code: 2 }, { version_code: 1 }], 2],
    [
      "a beta where none is stable",
      [
        { version_code: 3, track: "edge" },
        { version_code: 2, track: "beta" },
      ],
      3,
    ],
    ["an older one where the newest was withdrawn", [{ version_code: 2, status: "yanked" }, { version_code: 1 }], 1],
    [
      "a beta where every stable one was withdrawn",
      [
        { version_code: 2, status: "yanked" },
        { version_code: 1, track: "beta" },
      ],
      1,
    ],
    [
      "the newest where all were withdrawn",
      [
        { version_code: 2, status: "yanked" },
        { version_code: 1, status: "suspended" },
      ],
      2,
    ],
  ])("is %s", ([, versions, code]) => {
    const all = versions.map(
      (each) => ({ status: "available", track: "stable", ...each }) as unknown as IndexedVersion,
    );
    expect(currentVersion(all)?.version_code).toBe(code);
  });

  test("gives it name and links, the listing gives the text", () => {
    const document = documentOf({
      name: "Notes",
      summary: "From the listing.",
      versions: [
        {
          manifest: { summary: "From the manifest.", homepage: "https://example.com", tags: ["text"], license: "MIT" },
        },
        { track: "beta", name: "Notes Beta" },
      ],
    });
    expect(document).toMatchObject({ name: "Notes", summary: "From the listing.", tags: ["text"], license: "MIT" });
    expect(document.links).toEqual({ homepage: "https://example.com" });
    expect(document.owner).toEqual({ id: "ada", name: "Developer ada" });
  });
});

test("pictures are published where they are at hand, in order", () => {
  const screenshots = [shot("a"), shot("b"), shot("c")];
  const { listings } = documentOf({}, { screenshots, images: [screenshots[2]!.sha256, screenshots[0]!.sha256] });
  expect(listings["en"]?.screenshots).toEqual([
    {
      path: `assets/com.example.notes/screenshots/1-${"a".repeat(64)}.png`,
      length: 9,
      sha256: "a".repeat(64),
      alt: "Picture a",
    },
    {
      path: `assets/com.example.notes/screenshots/2-${"c".repeat(64)}.png`,
      length: 9,
      sha256: "c".repeat(64),
      alt: "Picture c",
    },
  ]);
});

test("an app whose document devices would refuse is held, with the reason", () => {
  const keys = Array.from({ length: 6000 }, (_, index): DeveloperKey => ({
    keyid: index.toString(16).padStart(64, "0") as DeveloperKey["keyid"],
    keytype: "ed25519",
    scheme: "ed25519",
    keyval: { public: "ab".repeat(32) },
    use: ["package"],
  }));
  expect(indexOf({ versions: [{}, {}] }, { keys })).toEqual({
    index: null,
    held: [
      { app: "com.example.notes", versionCode: 2, reason: "document-too-large" },
      { app: "com.example.notes", versionCode: 1, reason: "document-too-large" },
    ],
  });
});

test("the digest of permissions is that of the sorted lines, so that their order does not count", () => {
  const digest = permissionsDigest(["storage", "camera"], nodeCrypto.sha256);
  expect(digest).toBe(permissionsDigest(["camera", "storage"], nodeCrypto.sha256));
  // printf 'camera\nstorage' | sha256sum
  expect(digest).toMatchInlineSnapshot(`"91f1aa4e6876adb622beb48f5d65804eb74dc50ba2127489be7e5715bee66a90"`);
  expect(permissionsDigest(["camerastorage"], nodeCrypto.sha256)).not.toBe(digest);
});
