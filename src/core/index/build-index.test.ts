import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { AppDocument } from "./app-document.ts";
import { LISTED_CODES } from "./api-documents.ts";
import { buildIndex, type IndexInput, type StoreIndex } from "./build-index.ts";
import type { PublishedFile } from "./index-app.ts";
import type { RegistryHistory } from "./registry-history.ts";
import { toHex } from "../bytes.ts";
import type { AppId, Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { parseJson } from "../json/parse.ts";
import type { SignedDocument } from "../json/signed-document.ts";
import type { JsonObject } from "../json/value.ts";
import type { PackageFacts } from "../registry/package-facts.ts";
import { readRegistry, type RegistryFiles } from "../registry/model.ts";
import { addSignatures, signersOf } from "../signing/signatures.ts";
import { checkSignatureFile } from "../signing/verify-package.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { type AppKit, anApp } from "../../testing/app-kit.ts";
import { aSigner, utf8 } from "../../testing/builders.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";
import { documentOf as documentOfApp } from "../../testing/index-kit.ts";

const NOTES = "com.example.notes" as AppId;
const platform = aSigner("platform");
const oneADay: RegistryHistory = {
  publication: (_, code) => ({ commit: "c0".repeat(20), at: `2026-10-0${code}T12:00:00Z` }),
  newest: "2026-10-03T12:00:00Z",
  head: { commit: "c0".repeat(20), at: "2026-10-04T12:00:00Z" },
};
type Facts = ReadonlyMap<Sha256, PackageFacts>;

function factsOf(store: StoreKit): Facts {
  const packages = [...store.apps.values()].flatMap((app) => app.packages);
  return new Map(packages.map(({ facts }) => [facts.package.sha256, facts]));
}

function index(
  store: StoreKit,
  change: {
    readonly files?: RegistryFiles;
    readonly facts?: Facts;
    readonly images?: ReadonlySet<Sha256>;
    readonly known?: NonNullable<IndexInput["known"]>;
    readonly newest?: string;
  } = {},
): StoreIndex {
  const { registry } = readRegistry(change.files ?? store.registryFiles(), nodeCrypto.sha256);
  if (registry === null) throw new TypeError("no registry");
  const { facts = factsOf(store), images = new Set(), known = () => null, newest = oneADay.newest } = change;
  return buildIndex(
    { registry, facts, images, known, history: { ...oneADay, newest } },
    { sha256: nodeCrypto.sha256, countersign: (document) => addSignatures(document, [platform]) },
  );
}

const storeOf = (app: AppKit): StoreKit => aStore().withApp(app);
const documentOf = ({ apps }: StoreIndex, id = NOTES): AppDocument | undefined => {
  const found = apps.find(({ app }) => app === id);
  return found && documentOfApp(found);
};
const shown = (built: StoreIndex): readonly string[] =>
  documentOf(built)?.versions.map(
    ({ version_code: code, status, track, reason }) =>
      `${code} ${track} ${status}${reason === undefined ? "" : ` (${reason})`}`,
  ) ?? [];
const read = (built: StoreIndex, path: string): JsonObject => {
  const file = built.files.get(path);
  return JSON.parse(new TextDecoder().decode(file?.kind === "bytes" ? file.bytes : new Uint8Array())) as JsonObject;
};

describe("the index", () => {
  const store = aStore()
    .withApp(anApp({ versions: [{}, {}, { track: "beta", permissions: ["camera", "storage"] }] }))
    .withApp(anApp({ id: "com.example.weather", name: "Weather" }));
  const files = store.registryFiles();
  const facts = factsOf(store);
  const built = index(store);

  test("is the same bytes whatever the order of what it is made of", () => {
    const bytes = (each: StoreIndex): readonly unknown[] =>
      [...each.files].map(([path, file]) => [path, shownFile(file)]);
    const expected = JSON.stringify([bytes(built), [...built.targets]]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...files], { minLength: files.size }),
        fc.shuffledSubarray([...facts], { minLength: facts.size }),
        (someFiles, someFacts) => {
          const again = index(store, { files: new Map(someFiles), facts: new Map(someFacts) });
          expect(JSON.stringify([bytes(again), [...again.targets]])).toBe(expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  test("is the same bytes when only the app that changed is made anew", () => {
    const own = aStore()
      .withApp(anApp({ versions: [{}, {}] }))
      .withApp(anApp({ id: "com.example.weather", name: "Weather" }));
    const before = index(own);
    own.app().event("yank", 2, { reason: "Loses notes." });
    const asked: string[] = [];
    const again = index(own, {
      known: (app) => {
        asked.push(app);
        return app === NOTES ? null : (before.apps.find((each) => each.app === app) ?? null);
      },
    });
    const bytes = (each: StoreIndex): string =>
      JSON.stringify([[...each.files].map(([path, file]) => [path, shownFile(file)]), [...each.targets]]);
    expect(asked).toEqual([NOTES, "com.example.weather"]);
    expect(bytes(again)).toBe(bytes(index(own)));
    expect(bytes(again)).not.toBe(bytes(before));
  });

  test("makes an app anew that grew old beside a newer one, though nothing of its own changed", () => {
    const known = new Map(built.apps.map((each) => [each.app, each]));
    const again = (newest: string): StoreIndex => index(store, { known: (app) => known.get(app) ?? null, newest });
    expect(again("2027-10-01T00:00:00Z").apps).toEqual(built.apps);
    const later = "2027-11-01T00:00:00Z";
    const bytes = ({ files: all }: StoreIndex): string =>
      JSON.stringify([...all].map(([p, file]) => [p, shownFile(file)]));
    expect(bytes(again(later))).toBe(bytes(index(store, { newest: later })));
    expect(bytes(again(later))).not.toBe(bytes(built));
  });

  test("lists every file once, sorted by path, each JSON but that of feeds and schemas canonical", () => {
    const paths = [...built.files.keys()];
    expect(paths).toEqual(paths.toSorted());
    for (const [path, file] of built.files) {
      if (file.kind !== "bytes" || /^(?:schema|feeds)\//.test(path) || !/\.(json|sig)$/.test(path)) continue;
      const parsed = parseJson(file.bytes, path);
      expect(parsed.ok && toHex(canonicalize(parsed.document.value))).toBe(toHex(file.bytes));
    }
  });

  test("names what a device fetches by path, length and hash", () => {
    const document = documentOf(built);
    const [version] = document?.versions ?? [];
    const [newest] = store.app().packages.slice(-1);
    expect(built.files.get(version?.package.path ?? "")).toEqual({ kind: "blob", blob: newest?.facts.package });
    expect(version?.package).toEqual({ path: `packages/${NOTES}/3/package.mosis`, ...newest?.facts.package });
    expect(built.files.get(document?.icons["64"].path ?? "")).toEqual({
      kind: "blob",
      blob: store.app().packages[1]?.facts.icons["64"],
    });
    const signature = built.files.get(version?.signature.path ?? "");
    const bytes = signature?.kind === "bytes" ? signature.bytes : new Uint8Array();
    expect(version?.signature).toMatchObject({ length: bytes.length, sha256: toHex(nodeCrypto.sha256(bytes)) });
  });

  test("has a signature of developer and platform for each package", () => {
    for (const { facts: packed } of store.app().packages) {
      const { app_id: app, version_code: code } = packed.signature.signed;
      const file = built.files.get(`packages/${app}/${code}/signature.sig`);
      const checked = checkSignatureFile(
        file?.kind === "bytes" ? file.bytes : new Uint8Array(),
        packed.signature.signed,
      );
      expect(checked.findings).toEqual([]);
      const signers =
        checked.signature &&
        signersOf(checked.signature.document, [store.developer.signer.key, platform.key], nodeCrypto);
      expect(signers).toHaveLength(2);
    }
  });

  test("has a target for each app, with what the daily check needs", () => {
    const target = built.targets.get(`apps/${NOTES}.json`);
    const file = built.files.get(`targets/apps/${target?.sha256}.${NOTES}.json`);
    expect(file?.kind === "bytes" && [file.bytes.length, toHex(nodeCrypto.sha256(file.bytes))]).toEqual([
      target?.length,
      target?.sha256,
    ]);
    const [, stable, beta] = store.app().packages;
    const digest = (lines: string): string => toHex(nodeCrypto.sha256(utf8(lines)));
    const common = { min_mosis_version: "1.0.0", rollout_bp: 10_000 };
    expect(target?.custom).toEqual({
      tracks: {
        stable: { ...common, version_code: 2, permissions: digest("storage"), length: stable?.archive.length },
        beta: { ...common, version_code: 3, permissions: digest("camera\nstorage"), length: beta?.archive.length },
      },
    });
  });

  test("dates a version by its merge", () => {
    expect(documentOf(built)?.versions.map(({ published_at: at }) => at)).toEqual([
      "2026-10-03T12:00:00Z",
      "2026-10-02T12:00:00Z",
      "2026-10-01T12:00:00Z",
    ]);
  });

  test("tells pages the score of each app, and its points in the list", () => {
    const own = storeOf(anApp({ versions: [{ manifest: { license: "MIT" } }] }));
    const exception = {
      rule: "name/similar",
      app_id: NOTES,
      reason: "Its own brand.",
      approver: 1,
      expires: "2026-10-01",
    };
    const scored = (expires: string, code?: number): JsonObject =>
      read(
        index(own, {
          files: new Map([
            ...own.registryFiles(),
            [
              `exceptions/name-similar--${NOTES}.json`,
              utf8(JSON.stringify({ ...exception, expires, ...(code !== undefined && { version_code: code }) })),
            ],
          ]),
        }),
        `v1/apps/${NOTES}.json`,
      )["score"] as JsonObject;
    const { points, of, checks } = read(index(own), `v1/apps/${NOTES}.json`)["score"] as JsonObject;
    expect(of).toBe(100);
    expect(checks).toContainEqual({ id: "license", group: "trust", points: 6, of: 6, passed: true, have: "MIT" });
    expect(read(index(own), "v1/apps.json")["apps"]).toMatchObject([{ score: points }]);
    expect(Number(points) - Number(scored("2026-10-01")["points"])).toBe(3);
    expect(scored("2026-09-30")["points"]).toBe(points);
    expect(scored("2026-10-01", 2)["points"]).toBe(points);
  });

  test("tells pages how far an app is translated and whom it talks to", () => {
    const locales = {
      "locales/en.json": '{"title": "Notes", "add": "Add"}',
      "locales/de.json": '{"title": "Notizen"}',
    };
    const manifest = { default_locale: "en", network: { hosts: ["api.example.com", "*.example.org"] } };
    const own = storeOf(anApp({ versions: [{}, { permissions: ["network"], files: locales, manifest }] }));
    expect(read(index(own), `v1/apps/${NOTES}.json`)).toMatchObject({
      translations: [
        { locale: "de", texts: 1, of: 2 },
        { locale: "en", texts: 2, of: 2 },
      ],
      network_hosts: ["api.example.com", "*.example.org"],
    });
    own.app().event("yank", 2, { reason: "Crashes." });
    expect(read(index(own), `v1/apps/${NOTES}.json`)).toMatchObject({ translations: [], network_hosts: [] });
  });

  test("tells what the page of an app shows in one document", () => {
    const details = read(built, `v1/apps/${NOTES}.json`);
    const { keys, commit, decision } = read(built, `v1/apps/${NOTES}/versions/2.json`);
    expect(details["provenance"]).toEqual({ keys, commit, decision });
    expect(details["versions"]).toEqual(read(built, `v1/apps/${NOTES}/versions.json`)["versions"]);

    const many = index(storeOf(anApp({ versions: Array.from({ length: LISTED_CODES + 1 }, () => ({})) })));
    expect(read(many, `v1/apps/${NOTES}.json`)).not.toHaveProperty("versions");
    expect(read(many, `v1/apps/${NOTES}/versions.json`)["versions"]).toHaveLength(LISTED_CODES + 1);
  });

  test("tells pages the same as devices", () => {
    const { apps } = read(built, "v1/apps.json") as { apps: JsonObject[] };
    expect(apps.map((each) => each["app_id"])).toEqual([NOTES, "com.example.weather"]);
    expect(apps[0]).toMatchObject({
      version: "1.1.0",
      version_code: 2,
      status: "available",
      permissions: ["storage"],
      level: "normal",
      summaries: { en: expect.any(String) },
      published_at: "2026-10-01T12:00:00Z",
      updated_at: "2026-10-02T12:00:00Z",
    });
    expect(read(built, `v1/apps/${NOTES}.json`)).toMatchObject({ app_id: NOTES, latest: { version_code: 2 } });
    expect(read(built, `v1/apps/${NOTES}/versions.json`)["versions"]).toEqual(documentOf(built)?.versions);
    expect(read(built, "v1/categories.json")).toMatchObject({
      categories: [{ id: "tools", apps: [NOTES, "com.example.weather"] }],
    });
    expect(read(built, "v1/developers.json")).toMatchObject({
      developers: [{ id: "ada", apps: [NOTES, "com.example.weather"] }],
    });
    expect(read(built, "v1/store.json")).toMatchObject({ name: "test", apps: 2 });
    expect(read(built, "v1/status.json")).toMatchObject({
      registry: { name: "test", commit: "c0".repeat(20), committed_at: "2026-10-04T12:00:00Z" },
      apps: 2,
      versions: 4,
      developers: 1,
      held: 0,
      policy: { deadlines: { review_days: 7, held_days: 14 }, submissions_per_day: 20 },
    });
  });
});

test("collections are published as they are ordered, without what is not published or named twice", () => {
  const store = aStore()
    .withApp(anApp())
    .withApp(anApp({ id: "com.example.weather", name: "Weather" }));
  const name = { en: "Staff picks" };
  const collections = [
    { id: "staff-picks", name, apps: ["com.example.weather", "com.example.gone", NOTES, "com.example.weather"] },
    { id: "staff-picks", name: { en: "Another" }, apps: [NOTES] },
    { id: "empty", name, summary: { en: "Nothing yet." }, apps: ["com.example.gone"] },
  ];
  const files = new Map([...store.registryFiles(), ["collections.json", utf8(JSON.stringify({ collections }))]]);
  expect(read(index(store, { files }), "v1/collections.json")).toEqual({
    collections: [
      { id: "staff-picks", name, apps: ["com.example.weather", NOTES] },
      { id: "empty", name, summary: { en: "Nothing yet." }, apps: [] },
    ],
  });
  expect(read(index(store), "v1/collections.json")).toEqual({ collections: [] });
});

describe("deltas", () => {
  const store = aStore({ deltas: true }).withApp(
    anApp({ versions: Array.from({ length: 7 }, () => ({ files: { "assets/book.txt": chapters() } })) }),
  );
  const built = store.index();
  const [newest, ...others] = documentOf(built)?.versions ?? [];

  test("are named by the newest version: how long they are, their hash, and what they start from", () => {
    const codes = newest?.deltas?.map(({ path, from }) => [path, from.version_code]);
    expect(codes).toEqual([6, 5, 4, 3, 2].map((code) => [`deltas/${NOTES}/${code}-7.mosisdelta`, code]));
    for (const { from, path, length, sha256 } of newest?.deltas ?? []) {
      const older = others.find(({ version_code: code }) => code === from.version_code);
      expect(from.content_digest).toBe(older?.content_digest);
      expect(built.files.get(path)).toEqual({ kind: "blob", blob: { length, sha256 } });
      expect(length).toBeLessThan(0.6 * (newest?.package.length ?? 0));
    }
    expect(others.filter((each) => "deltas" in each || "countersignatures" in each)).toEqual([]);
  });

  test("come with the platform's signature, which completes the one inside the package to the one that is served", () => {
    const served = built.files.get(newest?.signature.path ?? "");
    const document = JSON.parse(served?.kind === "bytes" ? Buffer.from(served.bytes).toString() : "") as SignedDocument;
    const { key } = store.trust.keys.platform;
    expect(newest?.countersignatures).toEqual(document.signatures.filter(({ keyid }) => keyid === key.keyid));
    expect(newest?.countersignatures).toHaveLength(1);
  });

  test("that are not at hand are not named, and nothing else changes", () => {
    const without = index(store);
    const paths = (of: StoreIndex): readonly string[] =>
      [...of.files.keys()].filter((path) => !path.startsWith("targets/"));
    expect(paths(without)).toEqual(paths(built).filter((path) => !path.startsWith("deltas/")));
    expect(documentOf(without)?.versions[0]).not.toHaveProperty("deltas");
  });

  test("are the same when everything is computed again", () => {
    const bytes = (of: StoreIndex): string => JSON.stringify([...of.files].map(([p, file]) => [p, shownFile(file)]));
    const again = store.index();
    expect(bytes(again)).toBe(bytes(built));
    expect([...again.targets]).toEqual([...built.targets]);
  });
});

describe("a version", () => {
  test("whose bytes are missing is held, and the rest goes out", () => {
    const store = storeOf(anApp({ versions: [{}, {}] }));
    const files = store.registryFiles();
    const built = index(store, { files, facts: new Map([...factsOf(store)].slice(0, 1)) });
    expect(built.held).toEqual([{ app: NOTES, versionCode: 2, reason: "bytes-missing" }]);
    expect(shown(built)).toEqual(["1 stable available"]);
    expect(index(store, { files, facts: new Map() })).toMatchObject({
      apps: [],
      held: [{ versionCode: 2 }, { versionCode: 1 }],
    });
  });

  test.for<[string, (facts: PackageFacts, other: PackageFacts) => PackageFacts]>([
    ["of another version", (_, other) => other],
    ["with another signature", (facts, other) => ({ ...facts, signature: other.signature })],
    ["with another length", (facts) => ({ ...facts, package: { ...facts.package, length: 1 } })],
    [
      "with another list of files",
      (facts) => ({ ...facts, signature: { ...facts.signature, signed: { ...facts.signature.signed, files: [] } } }),
    ],
  ])("is held rather than signed for facts %s", ([, lie]) => {
    const store = storeOf(anApp({ versions: [{}, {}] }));
    const files = store.registryFiles();
    const [first, second] = store.app().packages.map(({ facts }) => facts);
    if (first === undefined || second === undefined) throw new TypeError("two packages");
    const built = index(store, {
      files,
      facts: new Map([
        [first.package.sha256, lie(first, second)],
        [second.package.sha256, second],
      ]),
    });
    expect(built.held).toEqual([{ app: NOTES, versionCode: 1, reason: "bytes-missing" }]);
  });

  test("that was yanked is shown as such, and the one before stands for the app", () => {
    const store = storeOf(anApp({ versions: [{}, {}] }));
    store.app().event("yank", 2, { reason: "Crashes." });
    const built = index(store);
    expect(shown(built)).toEqual(["2 stable yanked (Crashes.)", "1 stable available"]);
    expect(read(built, `v1/apps/${NOTES}.json`)["latest"]).toMatchObject({ version_code: 1 });
    store.app().event("yank", 1, { reason: "Crashes, too." });
    expect(read(index(store), "v1/apps.json")["apps"]).toMatchObject([{ version_code: 2, status: "yanked" }]);
  });

  test("that waits for its release is not shown", () => {
    expect(shown(index(storeOf(anApp({ versions: [{}, { release: "manual" }] }))))).toEqual(["1 stable available"]);
  });

  test("of a held app is not published, one of a suspended app is shown as that", () => {
    const store = storeOf(anApp());
    store.app().moderate("hold", "We look at it.");
    expect(index(store).apps).toEqual([]);
    store.app().moderate("restore", "Fine.").moderate("suspend", "It mines coins.");
    expect(shown(index(store))).toEqual(["1 stable suspended (It mines coins.)"]);
    expect(index(store).targets.get(`apps/${NOTES}.json`)?.custom).toEqual({ tracks: {} });
  });

  test("that only a stolen key signed is withdrawn, one that a retired key signed stays", () => {
    for (const [reason, status] of [
      ["compromised", "yanked (The key that signed it was compromised.)"],
      ["retired", "available"],
    ] as const) {
      const store = storeOf(anApp());
      store.registryFiles();
      const old = store.developer.signer;
      store.developer.rotate({ replaces: old });
      store.app().withVersion();
      store.developer.revoke(old, reason);
      expect(shown(index(store))).toEqual(["2 stable available", `1 stable ${status}`]);
    }
  });
});

test("a removed app is gone, and pages can tell why", () => {
  const store = storeOf(anApp());
  const grave = utf8(JSON.stringify({ app_id: NOTES, reason: "Malware." }));
  const built = index(store, { files: new Map([...store.registryFiles(), [`tombstones/${NOTES}.json`, grave]]) });
  expect([built.apps, [...built.targets], [...built.files.keys()].filter((path) => path.includes(NOTES))]).toEqual([
    [],
    [],
    [],
  ]);
  const graves = built.files.get("v1/tombstones.json");
  expect(graves?.kind === "bytes" && JSON.parse(Buffer.from(graves.bytes).toString())).toEqual({
    tombstones: [{ app_id: NOTES, reason: "Malware." }],
  });
});

function shownFile(file: PublishedFile): unknown {
  return file.kind === "bytes" ? toHex(file.bytes) : file.blob;
}

/** Text that does not compress well. */
function chapters(): string {
  return Array.from({ length: 100 }, (_, chapter) => toHex(nodeCrypto.sha256(utf8(`${chapter}`)))).join("\n");
}
