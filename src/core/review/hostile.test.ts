import { expect, test } from "vitest";

import type { ComposedFile } from "../registry/compose.ts";
import { REGISTRY_FOLDER } from "../registry/paths.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage, utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const [NOTES, RADIO, GONE] = ["com.example.notes", "com.example.radio", "com.example.gone"];

// Ada has the apps. Mallory is registered, is member of nothing of ada's, and signs with keys of hers.
const store = aStore()
  .withApp(anApp())
  .withApp(anApp({ id: RADIO, name: "Radio" }));
const ada = store.developer;
const mallory = new DeveloperKit("mallory", store.name);
const STRANGER = 666;
const kit = new ReviewKit(store);
const members = { members: [{ github_id: STRANGER, role: "owner" }] };
for (const { path, bytes } of mallory.files()) {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as { signed: object };
  const owned = { ...document, signed: { ...document.signed, ...members } };
  kit.base.set(path.slice(REGISTRY_FOLDER.length), json(owned));
}
kit.base.set(`tombstones/${GONE}.json`, json({ app_id: GONE, reason: "Malware." }));
const by = [mallory.signer];

function json(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value));
}

function tombstone(id: string): ComposedFile {
  return { path: `${REGISTRY_FOLDER}tombstones/${id}.json`, bytes: json({ app_id: id, reason: "Gone." }) };
}

function version(id: string, code: number, signer: DeveloperKit): ComposedFile {
  const built = aPackage()
    .with({ id, version: `1.${code}.0`, version_code: code })
    .signedBy(signer.signer);
  return kit.version(built, [signer.signer]);
}

const newApp = (id: string): readonly ComposedFile[] => [
  kit.app(id, mallory, by),
  kit.listing(id, by),
  version(id, 1, mallory),
];

test.for<[string, () => readonly ComposedFile[], string]>([
  ["replaces the listing of another owner's app", () => [kit.listing(NOTES, by, { seq: 2 })], "owner/signature"],
  ["brings a version of another owner's app", () => [version(NOTES, 2, mallory)], "owner/signature"],
  ["replaces another owner in an app", () => [kit.app(NOTES, mallory, by, { seq: 2 })], "owner/signature"],
  ["replaces a version that is there", () => [version(NOTES, 1, mallory)], "submission/immutable"],
  ["replaces another developer", () => new DeveloperKit("ada", store.name).files(), "owner/signature"],
  ["yanks a version of another owner's app", () => [kit.event(NOTES, by)], "owner/signature"],
  ["removes an app that is not its author's", () => [tombstone(NOTES)], "owner/author"],
  ["takes the id of a removed app again", () => newApp(GONE), "submission/tombstoned"],
  ["removes an app once more with another reason", () => [tombstone(GONE)], "submission/kind"],
  ["is about two apps", () => [version(NOTES, 2, ada), version(RADIO, 2, ada)], "submission/kind"],
  [
    "brings a path that no submission has",
    () => [...newApp("org.mallory.app"), { path: "registry/apps/aa/x.sh", bytes: utf8("#!") }],
    "registry/unknown-path",
  ],
  [
    "brings a workflow beside an update",
    () => [version(NOTES, 2, ada), { path: ".github/workflows/review.yml", bytes: utf8("on: push") }],
    "registry/unknown-path",
  ],
])("a submission of a stranger fails that %s", ([, files, rule]) => {
  const { verdict, findings } = kit.review(files(), { author: STRANGER });
  expect({ verdict, rules: findings.map((each) => each.rule) }).toEqual({
    verdict: "fail",
    rules: expect.arrayContaining([rule]) as unknown,
  });
});
