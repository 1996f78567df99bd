import type { RuleFixtures } from "./fixture.ts";
import { GONE, json, NOTES, submissionFixture, type World } from "./world.ts";
import { toHex } from "../../core/bytes.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { ComposedFile } from "../../core/registry/compose.ts";
import type { VersionBody } from "../../core/registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aPackage, type ManifestChange, utf8 } from "../builders.ts";
import { plainPng, screenshotPng } from "../png.ts";

const OTHER = "org.ada.planner";

/** Submits the next version, with a change of the document or of the app. */
export const version =
  (change: Partial<VersionBody> = {}, manifest: ManifestChange = {}, url?: string) =>
  ({ kit, ada, update }: World): readonly ComposedFile[] => [
    kit.version(update.with(manifest), [ada.signer], change, url),
  ];

/** Submits a new app. */
export const newApp =
  (id = OTHER, change: Parameters<World["kit"]["app"]>[3] = {}, name = "Planner", owner: "ada" | "bob" = "ada") =>
  (there: World): readonly ComposedFile[] => {
    const { kit, [owner]: developer } = there;
    const by = [developer.signer];
    const first = aPackage().with({ id, name }).signedBy(developer.signer);
    return [kit.app(id, developer, by, change), kit.listing(id, by, { name }), kit.version(first, by)];
  };

/** Submits a listing with one screenshot. */
export const shot =
  (bytes: Uint8Array, alt = "The list of notes") =>
  ({ kit, ada }: World): readonly ComposedFile[] => {
    const url = `https://packages.example/${toHex(nodeCrypto.sha256(bytes)).slice(0, 8)}.png`;
    kit.uploads.set(url, bytes);
    const sha256 = toHex(nodeCrypto.sha256(bytes)) as Sha256;
    return [kit.listing(NOTES, [ada.signer], { seq: 2, screenshots: [{ url, length: bytes.length, sha256, alt }] })];
  };

const tombstone = (id: string): readonly ComposedFile[] => [
  { path: `registry/tombstones/${id}.json`, bytes: json({ app_id: id, reason: "Nobody uses it." }) },
];
const URL = `https://packages.example/${NOTES}-6.mosis`;

export const submissionFixtures: RuleFixtures = {
  "submission/kind": submissionFixture((there) => [...version()(there), ...tombstone(NOTES)], version()),
  "submission/immutable": submissionFixture(
    ({ kit, ada }) => [kit.version(aPackage().signedBy(ada.signer), [ada.signer], { rollout_bp: 1 })],
    version(),
  ),
  "submission/id-taken": submissionFixture(newApp(NOTES, {}, "Notes"), newApp(), {
    along: ["risk/first-app", "submission/immutable", "owner/seq"],
    choice: { before: new Map() },
  }),
  "submission/tombstoned": submissionFixture(
    ({ kit, ada }) => [kit.version(aPackage().with({ id: GONE, version_code: 2 }).signedBy(ada.signer), [ada.signer])],
    version(),
  ),
  "submission/reserved": submissionFixture(newApp("com.mosis.maps"), newApp(), { along: ["risk/first-app"] }),
  "submission/quota": submissionFixture(version(), version(), {
    choice: { recent: Array.from({ length: 20 }, () => new Date("2026-11-01T08:00:00Z")) },
  }),
  "name/similar": submissionFixture(newApp("org.example.n0tes", {}, "Planner", "bob"), newApp(), {
    along: ["risk/first-app"],
  }),
  "name/akin": submissionFixture(newApp("com.exampled.motes", {}, "Planner", "bob"), newApp(), {
    along: ["risk/first-app"],
  }),
  "version/order": submissionFixture(version({}, { version: "1.3.0", version_code: 3 }), version()),
  "version/manifest-differs": submissionFixture(version({ version: "9.9.9" }), version()),
  "package/host": submissionFixture(version({}, {}, "https://files.example/notes.mosis"), version(), {
    along: ["risk/origin-changed"],
  }),
  "package/unreachable": submissionFixture(version(), version(), {
    choice: { fetched: { [URL]: "the server says 404" } },
  }),
  "package/digest": submissionFixture(version(), version(), { choice: { fetched: { [URL]: utf8("x") } } }),
  "listing/screenshot-format": submissionFixture(shot(utf8("%PDF-1.7")), shot(screenshotPng())),
  "listing/screenshot-size": submissionFixture(shot(plainPng(720, 64)), shot(screenshotPng())),
  "listing/screenshot-alt": submissionFixture(shot(screenshotPng(), "Screenshot 1"), shot(screenshotPng())),
  "category/unknown": submissionFixture(newApp(OTHER, { categories: ["toys"] }), newApp(), {
    along: ["risk/first-app"],
  }),
};
