import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { appFolder, parseRegistryPath, registryPath, type RegistryPlace } from "./paths.ts";
import { rules } from "../findings/catalogue.ts";
import type { AppId, DeveloperId, VersionCode } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const { sha256 } = nodeCrypto;
const app = "com.example.notes" as AppId;
const developer = "ada" as DeveloperId;
const versionCode = 7 as VersionCode;

const places: readonly (readonly [string, RegistryPlace])[] = [
  ["registry.json", { kind: "registry" }],
  ["categories.json", { kind: "categories" }],
  ["collections.json", { kind: "collections" }],
  ["reserved.json", { kind: "reserved" }],
  ["trust/3.root.json", { kind: "root", version: 3 }],
  ["trust/12.targets.json", { kind: "targets", version: 12 }],
  ["developers/ada.json", { kind: "developer", developer }],
  ["developers/ada/rotations/2.json", { kind: "rotation", developer, seq: 2 }],
  // printf com.example.notes | sha256sum begins with 31.
  ["apps/31/com.example.notes/app.json", { kind: "app", app }],
  ["apps/31/com.example.notes/listing/pt-BR.json", { kind: "listing", app, locale: "pt-BR" }],
  ["apps/31/com.example.notes/versions/7.json", { kind: "version", app, versionCode }],
  ["apps/31/com.example.notes/events/1.json", { kind: "event", app, n: 1 }],
  ["moderation/com.example.notes/4.json", { kind: "moderation", app, n: 4 }],
  ["decisions/com.example.notes/7-2.json", { kind: "decision", app, versionCode, n: 2 }],
  ["tombstones/com.example.notes.json", { kind: "tombstone", app }],
  ["exceptions/package-icon-size--com.example.notes.json", { kind: "exception", rule: "package/icon-size", app }],
];

test.for(places)("%s is written and read", ([path, place]) => {
  expect(registryPath(place, sha256)).toBe(path);
  expect(parseRegistryPath(path, sha256)).toEqual(place);
});

test("an exception can be made of any rule for any app", () => {
  for (const rule of Object.keys(rules)) {
    const place = { kind: "exception", rule, app: "com.a--b.c-" as AppId } as const;
    expect(parseRegistryPath(registryPath(place, sha256), sha256)).toEqual(place);
  }
});

describe("is no path of a registry:", () => {
  test.for([
    "",
    "README.md",
    "registry",
    "registry.json/",
    "Registry.json",
    "./registry.json",
    "trust/1.json",
    "trust/0.root.json",
    "trust/01.root.json",
    "trust/1.root.json.json",
    "trust/1.timestamp.json",
    "developers/Ada.json",
    "developers/nul.json",
    "developers/ada/2.json",
    "developers/ada/rotations/02.json",
    "developers/ada/rotations/2.json/x.json",
    "apps/32/com.example.notes/app.json",
    "apps/com.example.notes/app.json",
    "apps/31/com.example.notes/App.json",
    "apps/31/com.example.notes/app/.json",
    "apps/31/com.example.notes/listing/pt_BR.json",
    "apps/31/com.example.notes/listing/EN.json",
    "apps/31/com.example.notes/versions/7.JSON",
    "apps/31/com.example.notes/versions/+7.json",
    "apps/31/com.example.notes/versions/7e0.json",
    "apps/31/com.example.notes/versions/0x7.json",
    "apps/31/com.example.notes/versions/2147483648.json",
    "apps/31/com.example.notes/versions/.json",
    "apps/31/com.example.notes/package.mosis",
    "apps/31/../31/com.example.notes/app.json",
    "moderation/com.example.notes/4-1.json",
    "moderation/com.example.notes/4-.json",
    "decisions/com.example.notes/7.json",
    "decisions/com.example.notes/7-2-1.json",
    "tombstones/notes.json",
    "exceptions/com.example.notes.json",
    "exceptions/package--com.example.notes.json",
    "exceptions/package-icon-size--notes.json",
  ])("%j", (path) => {
    expect(parseRegistryPath(path, sha256)).toBeNull();
  });

  test("any other spelling of one that is", () => {
    const path = fc.constantFrom(...places.map(([each]) => each));
    const at = fc.nat({ max: 60 });
    fc.assert(
      fc.property(path, at, fc.string({ unit: "grapheme-ascii", maxLength: 2 }), (valid, where, inserted) => {
        const changed = valid.slice(0, where) + inserted + valid.slice(where);
        const place = parseRegistryPath(changed, sha256);
        if (place !== null) expect(registryPath(place, sha256)).toBe(changed);
      }),
    );
  });
});

test("apps are spread over folders by the hash of their id", () => {
  expect(appFolder(app, sha256)).toBe("apps/31/com.example.notes");
});
