import type { RuleFixtures } from "./fixture.ts";
import { newApp, version } from "./submission.ts";
import { json, NOTES, submissionFixture, world, type World } from "./world.ts";
import {
  composeFile,
  type ComposedFile,
  developerBody,
  developerKey,
  REGISTRY_SPEC_VERSION,
} from "../../core/registry/compose.ts";
import type { DeveloperBody, DeveloperKey } from "../../core/registry/documents.ts";
import { sampleFinding } from "../../core/review/sample.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { DeveloperKit } from "../developer-kit.ts";
import { MEMBER } from "../review-kit.ts";

const { sha256 } = nodeCrypto;
const fresh = ephemeralSigner();
const freshKey = (use: DeveloperKey["use"]): DeveloperKey => developerKey(fresh.object, use, sha256);

/** Submits the next document of Bob. */
export const bobAfter =
  (change: (bob: DeveloperKit) => Partial<DeveloperBody> = () => ({}), by: readonly Signer[] = []) =>
  ({ bob }: World): readonly ComposedFile[] => {
    const members = [{ github_id: MEMBER, role: "owner" as const }];
    const own = { registry: bob.registry, id: bob.id, seq: 2, name: "Bob", members, keys: bob.keys };
    const body = developerBody({ ...own, ...change(bob) });
    return [composeFile({ kind: "developer", developer: body.id }, body, [bob.signer, ...by], sha256)];
  };

const register = (id: string) => (): readonly ComposedFile[] => new DeveloperKit(id, "test").files();

/** Submits a rotation of Bob's, with or without the document beside it that lists the key. */
const rotate =
  (listed: DeveloperKey["use"]) =>
  (there: World): readonly ComposedFile[] => {
    const { bob } = there;
    const body = {
      _type: "mosis-rotation",
      spec_version: REGISTRY_SPEC_VERSION,
      registry: bob.registry,
      developer: bob.id,
      seq: 1,
      previous: null,
      key: freshKey(["package", "account"]),
    };
    const place = { kind: "rotation", developer: bob.id, seq: 1 } as const;
    return [
      composeFile(place, body, [bob.signer, fresh], sha256),
      ...bobAfter(({ keys }) => ({ keys: [...keys, freshKey(listed)] }), [fresh])(there),
    ];
  };

const transfer =
  (change = {}) =>
  ({ kit, ada, bob }: World): readonly ComposedFile[] => [
    kit.app(NOTES, bob, [ada.signer, bob.signer], { seq: 2, ...change }),
  ];

export const ownerFixtures: RuleFixtures = {
  "owner/signature": submissionFixture(({ kit, bob, update }) => [kit.version(update, [bob.signer])], version()),
  "owner/author": submissionFixture(version(), version(), { choice: { author: 77 } }),
  "owner/seq": submissionFixture(
    ({ kit, ada }) => [kit.listing(NOTES, [ada.signer], { seq: 3 })],
    ({ kit, ada }) => [kit.listing(NOTES, [ada.signer], { seq: 2 })],
  ),
  "owner/key-id": submissionFixture(
    bobAfter(({ keys }) => ({ keys: [...keys, ...keys] })),
    bobAfter(),
  ),
  "owner/key-removed": submissionFixture(
    bobAfter(({ keys }) => ({ keys: keys.map((key) => ({ ...key, use: key.use.filter((use) => use !== "event") })) })),
    bobAfter(),
  ),
  "owner/rotation": submissionFixture(rotate(["package"]), rotate(["package", "account"]), {
    along: ["risk/key-added"],
  }),
  "owner/no-account-key": submissionFixture(
    bobAfter(({ keys }) => ({ keys: keys.map((key) => ({ ...key, revoked: { reason: "lost", from_seq: 2 } })) })),
    bobAfter(),
  ),
  "owner/changed": submissionFixture(transfer(), ({ kit, ada }) => [
    kit.app(NOTES, ada, [ada.signer], { seq: 2, categories: [] }),
  ]),
};

export const riskFixtures: RuleFixtures = {
  "risk/first-app": submissionFixture(newApp(), version()),
  "risk/permission-added": submissionFixture(
    version({}, { permissions: ["storage", "camera"], permission_reasons: { camera: "Scans." } }),
    version({}, { permissions: ["storage", "db"] }),
  ),
  "risk/reserved-owner": submissionFixture(register("mosis"), register("grace")),
  "risk/key-added": submissionFixture(
    bobAfter(({ keys }) => ({ keys: [...keys, freshKey(["version"])] }), [fresh]),
    bobAfter(),
  ),
  "risk/origin-changed": submissionFixture(version({}, {}, "https://cdn.example/notes.mosis"), version()),
  "risk/user-reports": submissionFixture(version(), version(), { choice: { openReports: 1 } }),
  "risk/sample": { fails: () => [sampleFinding()], passes: () => world().kit.review(version()(world())).findings },
  "risk/withdrawal": submissionFixture(
    () => [{ path: `registry/tombstones/${NOTES}.json`, bytes: json({ app_id: NOTES, reason: "Nobody uses it." }) }],
    version(),
  ),
};
