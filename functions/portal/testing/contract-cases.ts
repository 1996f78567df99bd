import { type Answered, documentsOf, PortalKit, type Sent, shown } from "./portal-kit.ts";
import { statsDouble } from "./stats-double.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import {
  appBody,
  composeFile,
  type ComposedFile,
  developerBody,
  versionBody,
} from "../../../src/core/registry/compose.ts";
import type { EventBody, VersionBody } from "../../../src/core/registry/documents.ts";
import { REGISTRY_FOLDER } from "../../../src/core/registry/paths.ts";
import type { Signer } from "../../../src/core/signing/signatures.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { DeveloperKit } from "../../../src/testing/developer-kit.ts";
import { aPackage, type BuiltPackage } from "../../../src/testing/package-kit.ts";
import { ReviewKit } from "../../../src/testing/review-kit.ts";

// A right request for every operation, and those for answers that only one operation gives.

const { sha256 } = nodeCrypto;
const DRAFT = "com.example.draft";
const VERSIONS = `/apps/${shown.notes}/versions`;

/** A world of its own for one request. */
export function worldFor(): PortalKit {
  return new PortalKit(() => ({ stats: statsDouble() }));
}

export interface Prepared {
  readonly path: string;
  readonly sent: Sent;
}

/** A request that is answered as it should be, once this has prepared the world for it. */
export async function sentOf(id: string, kit: PortalKit): Promise<Prepared> {
  const prepare = prepared[id];
  if (prepare === undefined) throw new TypeError(`no request for ${id}`);
  return prepare(kit);
}

const at =
  (path: string, sent: Sent = {}) =>
  (): Promise<Prepared> =>
    Promise.resolve({ path, sent });

const prepared: Readonly<Record<string, (kit: PortalKit) => Promise<Prepared>>> = {
  getHealth: at("/health"),
  getDescription: at("/openapi.json"),
  listStoreApps: at("/store/apps?limit=5"),
  getStoreApp: at(`/store/apps/${shown.notes}`),
  downloadStoreApp: at(`/store/apps/${shown.notes}/download`),
  listApps: at("/apps"),
  createApp: at("/apps", { body: { app_id: DRAFT, developer: "ada" } }),
  getApp: at(`/apps/${shown.notes}`),
  updateApp: async (kit) => ({
    path: `/apps/${shown.notes}`,
    sent: { body: { documents: listing(kit) }, headers: { "if-match": await etagOf(kit, shown.notes) } },
  }),
  async deleteApp(kit) {
    await kit.send("POST", "/apps", { body: { app_id: DRAFT, developer: "ada" } });
    return { path: `/apps/${DRAFT}`, sent: { headers: { "if-match": await etagOf(kit, DRAFT) } } };
  },
  listVersions: at(VERSIONS),
  createVersion: (kit) => Promise.resolve({ path: VERSIONS, sent: { body: built(kit).archive } }),
  getVersion: at(`${VERSIONS}/1`),
  async submitVersion(kit) {
    await upload(kit);
    return { path: `${VERSIONS}/2/submit`, sent: { body: { documents: documentsOf([version(kit)]) } } };
  },
  publishVersion: async (kit) => landed(kit),
  async getSubmission(kit) {
    await submit(kit);
    return { path: "/submissions/1", sent: {} };
  },
  listSigningKeys: at("/signing-keys?developer=ada"),
  addSigningKey: (kit) =>
    Promise.resolve({ path: "/signing-keys", sent: { body: { documents: [developer(kit, 2)] } } }),
  revokeSigningKey: (kit) => Promise.resolve(revocation(kit)),
  ...Object.fromEntries(
    [
      ["getOverview", "stats/overview?from=2026-11-01&to=2026-11-07"],
      ["getSeries", "stats/series?metric=starts"],
      ["getFrameTime", "stats/frame-time"],
      ["getMemory", "stats/memory"],
      ["getVersionShares", "stats/versions"],
      ["listScreens", "stats/screens"],
      ["listCrashes", "crashes?limit=3"],
      ["getCrash", "crashes/0123456789abcdef"],
    ].map(([id = "", path]) => [id, at(`/apps/${shown.notes}/${path}`)]),
  ),
};

/** Operation, answer, and how to get it. */
export const specific: readonly (readonly [
  operation: string,
  answer: string,
  send: (kit: PortalKit) => Promise<Answered>,
])[] = [
  ["getStoreApp", "app-removed", (kit) => kit.send("GET", "/store/apps/com.example.gone")],
  ["downloadStoreApp", "app-removed", (kit) => kit.send("GET", "/store/apps/com.example.gone/download")],
  ["downloadStoreApp", "version-yanked", (kit) => kit.send("GET", `/store/apps/${shown.yanked}/download`)],
  ["downloadStoreApp", "app-suspended", (kit) => kit.send("GET", `/store/apps/${shown.suspended}/download`)],
  ["createApp", "not-a-member", (kit) => kit.send("POST", "/apps", { body: { app_id: DRAFT, developer: "eve" } })],
  ["createApp", "app-exists", (kit) => kit.send("POST", "/apps", { body: { app_id: shown.notes, developer: "ada" } })],
  [
    "createApp",
    "app-removed",
    (kit) => kit.send("POST", "/apps", { body: { app_id: "com.example.gone", developer: "ada" } }),
  ],
  [
    "updateApp",
    "200",
    async (kit) => {
      const { path, sent } = await sentOf("deleteApp", kit);
      return kit.send("PATCH", path, { ...sent, body: { name: "Draft" } });
    },
  ],
  [
    "updateApp",
    "document-refused",
    async (kit) => {
      const { path, sent } = await sentOf("updateApp", kit);
      return kit.send("PATCH", path, { ...sent, body: { documents: unsigned(listing(kit)) } });
    },
  ],
  [
    "updateApp",
    "submission-open",
    async (kit) => {
      for (const owner of ["ida", "eve"]) transferTo(kit, owner);
      await patch(kit, transferTo(kit, "ida"));
      return patch(kit, transferTo(kit, "eve"));
    },
  ],
  [
    "deleteApp",
    "app-published",
    async (kit) => {
      const headers = { "if-match": await etagOf(kit, shown.notes) };
      return kit.send("DELETE", `/apps/${shown.notes}`, { headers });
    },
  ],
  ["deleteApp", "202", async (kit) => remove(kit, registered(kit))],
  [
    "deleteApp",
    "document-refused",
    async (kit) => {
      const id = registered(kit);
      const reason = "Removed by its developer before anything was published.";
      kit.forge.files.set(`tombstones/${id}.json`, bytesOf({ app_id: id, reason }));
      return remove(kit, id);
    },
  ],
  [
    "createVersion",
    "version-exists",
    async (kit) => {
      await submit(kit);
      return kit.send("POST", VERSIONS, {
        body: { version_code: 2, version: "1.1.1", length: 9, sha256: "0".repeat(64) },
      });
    },
  ],
  ["createVersion", "package-refused", (kit) => kit.send("POST", VERSIONS, { body: new Uint8Array([80, 75]) })],
  [
    "submitVersion",
    "package-missing",
    async (kit) => {
      await kit.send("POST", VERSIONS, {
        body: { version_code: 2, version: "1.1.0", length: 9, sha256: "0".repeat(64) },
      });
      return kit.send("POST", `${VERSIONS}/2/submit`, { body: { documents: documentsOf([version(kit)]) } });
    },
  ],
  [
    "submitVersion",
    "package-refused",
    async (kit) => {
      const { path, sent } = await sentOf("submitVersion", kit);
      const [digest = ""] = kit.uploaded.keys();
      kit.uploaded.set(digest, new Uint8Array([80, 75]));
      return kit.send("POST", path, sent);
    },
  ],
  [
    "submitVersion",
    "document-refused",
    async (kit) => {
      const { path } = await sentOf("submitVersion", kit);
      return kit.send("POST", path, { body: { documents: unsigned(documentsOf([version(kit)])) } });
    },
  ],
  [
    "submitVersion",
    "submission-open",
    async (kit) => {
      await upload(kit);
      await submit(kit, { versionCode: 3, version: "1.2.0" });
      return kit.send("POST", `${VERSIONS}/2/submit`, { body: { documents: documentsOf([version(kit)]) } });
    },
  ],
  ["publishVersion", "200", (kit) => kit.send("POST", `${VERSIONS}/1/publish`, { body: {} })],
  ["publishVersion", "not-reviewed", (kit) => kit.send("POST", `${VERSIONS}/2/publish`, { body: {} })],
  [
    "publishVersion",
    "document-refused",
    async (kit) => {
      const { path, sent } = await landed(kit);
      const [document] = unsigned([(sent.body as { readonly document: JsonObject }).document]);
      return kit.send("POST", path, { body: { document } });
    },
  ],
  [
    "publishVersion",
    "submission-open",
    async (kit) => {
      const { path, sent } = await landed(kit);
      await kit.send("POST", path, sent);
      return kit.send("POST", path, { body: { document: release(kit, { reason: "Again." }) } });
    },
  ],
  ["listSigningKeys", "not-found", (kit) => kit.send("GET", "/signing-keys?developer=ida")],
  ["listSigningKeys", "not-a-member", (kit) => kit.send("GET", "/signing-keys?developer=eve")],
  ["addSigningKey", "not-a-member", (kit) => addKey(kit, [developer(kit, 2)], "stranger")],
  ["addSigningKey", "insufficient-role", (kit) => addKey(kit, [developer(kit, 2)], "maintainer")],
  ["addSigningKey", "document-refused", (kit) => addKey(kit, unsigned([developer(kit, 2)]))],
  [
    "addSigningKey",
    "submission-open",
    async (kit) => {
      await addKey(kit, [developer(kit, 2)]);
      return addKey(kit, [developer(kit, 2, "Ada the second")]);
    },
  ],
  [
    "revokeSigningKey",
    "not-a-member",
    async (kit) => {
      const { path, sent } = revocation(kit);
      return kit.send("DELETE", path, { ...sent, as: "stranger" });
    },
  ],
  [
    "revokeSigningKey",
    "not-found",
    (kit) => kit.send("DELETE", `/signing-keys/${"0".repeat(64)}`, revocation(kit).sent),
  ],
  [
    "revokeSigningKey",
    "document-refused",
    async (kit) => {
      const { path } = revocation(kit);
      return kit.send("DELETE", path, { body: { documents: [developer(kit, 2)] } });
    },
  ],
  [
    "revokeSigningKey",
    "submission-open",
    async (kit) => {
      await addKey(kit, [developer(kit, 2)]);
      const { path, sent } = revocation(kit);
      return kit.send("DELETE", path, sent);
    },
  ],
];

const etagOf = async (kit: PortalKit, id: string) => (await kit.send("GET", `/apps/${id}`)).headers.get("etag") ?? "";
const bytesOf = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const unsigned = (documents: readonly JsonObject[]) => documents.map((each) => ({ ...each, signatures: [] }));
const signerOf = (kit: PortalKit) => kit.store.developer.signer;

function listing(kit: PortalKit): readonly JsonObject[] {
  return documentsOf([new ReviewKit(kit.store).listing(shown.notes, [signerOf(kit)], { seq: 2 })]);
}

/** Packages are the same in every world that shares a store. */
const packages = new Map<string, BuiltPackage>();

function built(kit: PortalKit, { versionCode = 2, version: name = "1.1.0" } = {}): BuiltPackage {
  const key = `${signerOf(kit).key.keyid} ${versionCode}`;
  const made = packages.get(key) ?? aPackage({ id: shown.notes, version: name, versionCode }, [signerOf(kit)]);
  packages.set(key, made);
  return made;
}

function version(kit: PortalKit, choice = {}, change: Partial<VersionBody> = {}): ComposedFile {
  const { archive, manifest, facts } = built(kit, choice);
  const body = versionBody({ registry: "test", manifest, facts, url: kit.urlOf(archive), ...change }, sha256);
  return composeFile(
    { kind: "version", app: manifest.id, versionCode: manifest.version_code },
    body,
    [signerOf(kit)],
    sha256,
  );
}

async function upload(kit: PortalKit, choice = {}): Promise<void> {
  await kit.send("POST", VERSIONS, { body: built(kit, choice).archive });
}

async function submit(kit: PortalKit, choice = {}, change: Partial<VersionBody> = {}): Promise<void> {
  await upload(kit, choice);
  const code = built(kit, choice).manifest.version_code;
  await kit.send("POST", `${VERSIONS}/${code}/submit`, {
    body: { documents: documentsOf([version(kit, choice, change)]) },
  });
}

/** A version that has landed and waits for its release. */
async function landed(kit: PortalKit): Promise<Prepared> {
  await submit(kit, {}, { release: "manual" });
  kit.forge.land(1);
  return { path: `${VERSIONS}/2/publish`, sent: { body: { document: release(kit) } } };
}

function release(kit: PortalKit, change: Partial<EventBody> = {}): JsonObject {
  const { reason, ...rest } = change;
  const code = built(kit).manifest.version_code;
  const event = { action: "release", version_code: code, reason: reason ?? "Now.", ...rest } as const;
  return documentsOf([new ReviewKit(kit.store).event(shown.notes, [signerOf(kit)], event)])[0] ?? {};
}

function developer(kit: PortalKit, seq: number, name = "Ada"): JsonObject {
  return developerOf(kit, seq, name, kit.store.developer.keys);
}

function developerOf(
  kit: PortalKit,
  seq: number,
  name: string,
  keys: PortalKit["store"]["developer"]["keys"],
): JsonObject {
  const { id, signer } = kit.store.developer;
  const body = developerBody({ registry: "test", id, seq, name, members: [{ github_id: 1, role: "owner" }], keys });
  return documentsOf([composeFile({ kind: "developer", developer: id }, body, [signer], sha256)])[0] ?? {};
}

const addKey = (kit: PortalKit, documents: readonly JsonObject[], as = "owner") =>
  kit.send("POST", "/signing-keys", { as, body: { documents } });

/** Of a spare key that the registry knows. */
function revocation(kit: PortalKit): Prepared {
  const { developer: ada } = kit.store;
  const spare = new DeveloperKit("ada", "test").keys[0];
  if (spare === undefined) throw new TypeError("no spare key");
  const use = ["event"] as const;
  const place = { kind: "developer", developer: ada.id } as const;
  const before = developerBody({
    registry: "test",
    id: ada.id,
    seq: 1,
    name: "Developer ada",
    members: [{ github_id: 1, role: "owner" }],
    keys: [...ada.keys, { ...spare, use }],
  });
  kit.forge.files.set("developers/ada.json", composeFile(place, before, [ada.signer], sha256).bytes);
  const revoked = { ...spare, use, revoked: { reason: "lost", from_seq: 2 } } as const;
  const document = developerOf(kit, 2, "Developer ada", [...ada.keys, revoked]);
  return { path: `/signing-keys/${spare.keyid}`, sent: { body: { documents: [document] } } };
}

const others = new Map<string, DeveloperKit>();

/** The document that gives an app to somebody else, who is in the registry and signs, too. */
function transferTo(kit: PortalKit, owner: string): readonly JsonObject[] {
  const other = others.get(owner) ?? new DeveloperKit(owner, "test");
  others.set(owner, other);
  for (const { path, bytes } of other.files()) kit.forge.files.set(path.slice(REGISTRY_FOLDER.length), bytes);
  const app = built(kit).manifest.id;
  const body = appBody({ registry: "test", app_id: app, seq: 2, owner: other.id, categories: ["tools"] });
  const signers: readonly Signer[] = [signerOf(kit), other.signer];
  return documentsOf([composeFile({ kind: "app", app }, body, signers, sha256)]);
}

async function patch(kit: PortalKit, documents: readonly JsonObject[]): Promise<Answered> {
  const headers = { "if-match": await etagOf(kit, shown.notes) };
  return kit.send("PATCH", `/apps/${shown.notes}`, { body: { documents }, headers });
}

/** An app that is in the registry, and of which nothing was published. */
function registered(kit: PortalKit): string {
  const app = new ReviewKit(kit.store).app(DRAFT, kit.store.developer, [signerOf(kit)]);
  kit.forge.files.set(app.path.slice(REGISTRY_FOLDER.length), app.bytes);
  return DRAFT;
}

async function remove(kit: PortalKit, id: string): Promise<Answered> {
  return kit.send("DELETE", `/apps/${id}`, { headers: { "if-match": await etagOf(kit, id) } });
}
