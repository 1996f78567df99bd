import { beforeEach, describe, expect, test } from "vitest";

import { documentsOf, PortalKit, shown } from "../testing/portal-kit.ts";
import type { ComposedFile } from "../../../src/core/registry/compose.ts";
import { composeFile, versionBody } from "../../../src/core/registry/compose.ts";
import type { VersionBody } from "../../../src/core/registry/documents.ts";
import { ephemeralSigner } from "../../../src/node/key-file.ts";
import { nodeCrypto } from "../../../src/node/crypto.ts";
import { aPackage, type BuiltPackage, type PackageChoice } from "../../../src/testing/package-kit.ts";
import { ReviewKit } from "../../../src/testing/review-kit.ts";

const NEW = "com.example.clock";
const { sha256 } = nodeCrypto;

let kit: PortalKit;
beforeEach(() => {
  kit = new PortalKit();
});

const signer = () => kit.store.developer.signer;
const build = (choice: PackageChoice = {}, by = signer()) =>
  aPackage({ id: shown.notes, version: "1.1.0", versionCode: 2, ...choice }, [by]);
const upload = ({ archive, manifest }: BuiltPackage, as = "owner") =>
  kit.send("POST", `/apps/${manifest.id}/versions`, { as, body: archive });
const versionOf = (
  { archive, manifest, facts }: BuiltPackage,
  change: Partial<VersionBody> = {},
  by = signer(),
): ComposedFile => {
  const body = versionBody({ registry: "test", manifest, facts, url: kit.urlOf(archive), ...change }, sha256);
  return composeFile({ kind: "version", app: manifest.id, versionCode: manifest.version_code }, body, [by], sha256);
};
const submit = (built: BuiltPackage, files: readonly ComposedFile[] = [versionOf(built)], headers = {}) => {
  const { id, version_code: code } = built.manifest;
  return kit.send("POST", `/apps/${id}/versions/${code}/submit`, { body: { documents: documentsOf(files) }, headers });
};

describe("a package that is sent", () => {
  test("becomes a draft with the address that its version document has to name", async () => {
    const built = build();
    const made = await upload(built);
    expect(made).toMatchObject({
      status: 201,
      body: { app_id: shown.notes, version_code: 2, version: "1.1.0", status: "draft", submission: null },
    });
    expect(made.body.package).toMatchObject({ url: kit.urlOf(built.archive), length: built.archive.length });
    expect(made.headers.get("location")).toBe(`/apps/${shown.notes}/versions/2`);
    expect(kit.uploaded.get(made.body.package.sha256)).toEqual(built.archive);
  });

  test("may come as a file of a form", async () => {
    const form = new FormData();
    form.set("package", new File([Buffer.from(build().archive)], "notes.mosis"));
    expect(await kit.send("POST", `/apps/${shown.notes}/versions`, { body: form })).toMatchObject({ status: 201 });
  });

  test("is refused with every finding when it breaks rules, and is kept nowhere", async () => {
    const refused = await kit.send("POST", `/apps/${shown.notes}/versions`, { body: new Uint8Array([1, 2, 3]) });
    expect(refused).toMatchObject({ status: 422, problem: "package-refused" });
    expect(refused.body.errors.length).toBeGreaterThan(0);
    expect(kit.uploaded.size).toBe(0);
  });

  test("is refused when it is of another app, or signed by nobody in charge", async () => {
    const other = build({ id: shown.yanked });
    const path = `/apps/${shown.notes}/versions`;
    expect(await kit.send("POST", path, { body: other.archive })).toMatchObject({ problem: "package-refused" });
    const stolen = await upload(build({}, ephemeralSigner()));
    expect(stolen.body.errors[0].message).toContain("signature/unknown-key");
  });

  test("never takes the place of a version that is published or submitted", async () => {
    expect(await upload(build({ versionCode: 1, version: "1.0.1" }))).toMatchObject({
      status: 409,
      problem: "version-exists",
    });
    const built = build();
    await upload(built);
    await submit(built);
    expect(await upload(build({ files: { "assets/more.txt": "more" } }))).toMatchObject({
      status: 409,
      problem: "version-exists",
    });
    expect(await upload(built)).toMatchObject({ status: 201, body: { submission: 1 } });
  });

  test("that is large is announced, and goes elsewhere by an address that is only for it", async () => {
    const built = build();
    const { length } = built.archive;
    const digest = Buffer.from(sha256(built.archive)).toString("hex");
    const body = { version_code: 2, version: "1.1.0", length, sha256: digest };
    const announced = await kit.send("POST", `/apps/${shown.notes}/versions`, { body });
    expect(announced).toMatchObject({ status: 201, body: { status: "awaiting_upload", upload: { method: "PUT" } } });
    expect(await submit(built)).toMatchObject({ status: 409, problem: "package-missing" });
    kit.uploaded.set(digest, built.archive.slice(1));
    expect(await submit(built)).toMatchObject({ status: 422, problem: "package-refused" });
    kit.uploaded.set(digest, built.archive);
    expect(await submit(built)).toMatchObject({ status: 202 });
  });
});

describe("submitting", () => {
  test("opens the pull request that `mosis publish` opens, and says where it stands from then on", async () => {
    const built = build();
    await upload(built);
    const opened = await submit(built);
    expect(opened).toMatchObject({ status: 202, body: { number: 1, kind: "version" } });
    expect(opened.headers.get("location")).toBe("/submissions/1");
    expect(kit.forge.pulls[0]).toMatchObject({
      branch: expect.stringMatching(/^mosis\/com\.example\.notes\/version-2-[0-9a-f]{16}$/),
      title: "Update Notes 1.1.0",
      files: [{ text: new TextDecoder().decode(versionOf(built).bytes) }],
    });
    kit.forge.change(1, { labels: ["state: in review"], report: "All is well." });
    expect((await kit.send("GET", "/submissions/1", { as: "viewer" })).body).toMatchObject({
      kind: "version",
      subject: shown.notes,
      version_code: 2,
      state: "in_review",
      next: "reviewer",
      report: "All is well.",
    });
    expect(await kit.send("GET", "/submissions/1", { as: "stranger" })).toMatchObject({ status: 404 });
    expect((await kit.send("GET", `/apps/${shown.notes}/versions/2`)).body).toMatchObject({
      status: "in_review",
      submission: 1,
    });
  });

  test("again gives the same submission, with or without a key", async () => {
    const built = build();
    await upload(built);
    const answers = [
      await submit(built),
      await submit(built),
      await submit(built, undefined, { "idempotency-key": "k" }),
    ];
    expect(answers.map(({ body }) => body.number)).toEqual([1, 1, 1]);
    expect(kit.forge.pulls).toHaveLength(1);
  });

  test("a newer version takes the place of an open one, and not the other way round", async () => {
    const [older, newer] = [build(), build({ version: "1.2.0", versionCode: 3 })];
    for (const each of [older, newer]) await upload(each);
    await submit(older);
    expect(await submit(newer)).toMatchObject({ body: { number: 2, superseded: [1] } });
    expect(kit.forge.closed).toEqual([{ number: 1, why: "Superseded by #2." }]);
    expect(await submit(older)).toMatchObject({ status: 409, problem: "submission-open" });
  });

  test("a first version comes with its app and a store page", async () => {
    await kit.send("POST", "/apps", { body: { app_id: NEW, developer: "ada" } });
    const built = build({ id: NEW, name: "Clock", version: "1.0.0", versionCode: 1 });
    await upload(built);
    expect(await submit(built)).toMatchObject({ status: 422, problem: "document-refused" });
    const review = new ReviewKit(kit.store);
    const by = [signer()];
    const files = [review.app(NEW, kit.store.developer, by), review.listing(NEW, by), versionOf(built)];
    expect(await submit(built, files)).toMatchObject({ status: 202, body: { kind: "new-app" } });
    expect((await kit.send("GET", `/apps/${NEW}`)).body).toMatchObject({ status: "review", submission: 1 });
    expect(kit.forge.pulls[0]?.title).toBe("Add Clock 1.0.0");
  });

  test.for([
    ["a signature of nobody", (built: BuiltPackage) => versionOf(built, {}, ephemeralSigner()), "owner/signature"],
    ["another registry", (built: BuiltPackage) => versionOf(built, { registry: "other" }), "registry/other-registry"],
    [
      "another address",
      (built: BuiltPackage) =>
        versionOf(built, { package: { ...versionBodyOf(built).package, url: "https://packages.example/x.mosis" } }),
      "names another address",
    ],
    [
      "another manifest",
      (built: BuiltPackage) => versionOf(built, { manifest: { ...built.manifest, summary: "Other." } }),
      "version/manifest-differs",
    ],
    ["a member of a wrong type", (built: BuiltPackage) => versionOf(built, { rollout_bp: -1 }), "registry/schema"],
  ] as const)("is refused before any pull request for %s", async ([, make, said]) => {
    const built = build();
    await upload(built);
    const refused = await submit(built, [make(built)]);
    expect(refused).toMatchObject({ status: 422, problem: "document-refused" });
    expect(JSON.stringify(refused.body.errors)).toContain(said);
    expect(kit.forge.pulls).toEqual([]);
  });

  test("says what to do where the registry does not take what the portal carries", async () => {
    const built = build();
    await upload(built);
    const config = JSON.parse(new TextDecoder().decode(kit.forge.files.get("registry.json"))) as { policy: object };
    const text = JSON.stringify({ ...config, policy: { ...config.policy, bots: [] } });
    kit.forge.files.set("registry.json", new TextEncoder().encode(text));
    expect(await submit(built)).toMatchObject({
      status: 501,
      body: { detail: expect.stringContaining("policy.bots") },
    });
  });

  function versionBodyOf({ archive, manifest, facts }: BuiltPackage): VersionBody {
    return versionBody({ registry: "test", manifest, facts, url: kit.urlOf(archive) }, sha256);
  }
});

describe("publishing", () => {
  const publish = (body: object = {}) => kit.send("POST", `/apps/${shown.notes}/versions/2/publish`, { body });

  test("is for what has landed", async () => {
    const built = build();
    await upload(built);
    await submit(built);
    expect(await publish()).toMatchObject({
      status: 409,
      problem: "not-reviewed",
      body: { detail: expect.stringContaining("/submissions/1") },
    });
  });

  test("has nothing to do for a version that publishes itself", async () => {
    kit.ownStore();
    const built = build();
    await upload(built);
    await submit(built);
    kit.forge.land(1);
    expect(await publish()).toMatchObject({ status: 200, body: { status: "landed" } });
    kit.store.app().withVersion();
    kit.publish();
    kit.now = new Date(kit.now.getTime() + 60_000);
    expect(await publish()).toMatchObject({ status: 200, body: { status: "published" } });
  });

  test("submits the signed release of a version that waits for it", async () => {
    const built = build();
    await upload(built);
    await submit(built, [versionOf(built, { release: "manual" })]);
    kit.forge.land(1);
    expect(await publish()).toMatchObject({
      status: 422,
      problem: "invalid-request",
      body: { errors: [{ pointer: "/document" }] },
    });
    const review = new ReviewKit(kit.store);
    const event = (action: "release" | "yank") =>
      documentsOf([review.event(shown.notes, [signer()], { action, version_code: built.manifest.version_code })])[0];
    expect(await publish({ document: event("yank") })).toMatchObject({ status: 422, problem: "document-refused" });
    expect(await publish({ document: event("release") })).toMatchObject({
      status: 202,
      body: { number: 2, kind: "event" },
    });
    expect(kit.forge.pulls[1]?.title).toBe(`Release ${shown.notes} 1.1.0 (2)`);
  });
});

test("an account opens no more submissions in a day than the registry takes of one", async () => {
  const path = "registry.json";
  const config = JSON.parse(new TextDecoder().decode(kit.forge.files.get(path))) as { policy: object };
  const text = JSON.stringify({ ...config, policy: { ...config.policy, submissions_per_day: 1 } });
  kit.forge.files.set(path, new TextEncoder().encode(text));
  const [first, second] = [build(), build({ version: "1.2.0", versionCode: 3 })];
  for (const each of [first, second]) await upload(each);
  expect(await submit(first)).toMatchObject({ status: 202 });
  expect(await submit(first)).toMatchObject({ status: 202 });
  expect(await submit(second)).toMatchObject({ status: 429, problem: "too-many-requests" });
  kit.now = new Date(kit.now.getTime() + 25 * 3_600_000);
  expect(await submit(second)).toMatchObject({ status: 202 });
});

test("what somebody drafted for an id that another one registered is no version of that one's app", async () => {
  await kit.send("POST", "/apps", { body: { app_id: NEW, developer: "ida" } });
  const body = { version_code: 1, version: "1.0.0", length: 9, sha256: "0".repeat(64) };
  expect(await kit.send("POST", `/apps/${NEW}/versions`, { body })).toMatchObject({ status: 201 });
  const app = new ReviewKit(kit.store).app(NEW, kit.store.developer, [signer()]);
  kit.forge.files.set(app.path.replace("registry/", ""), app.bytes);
  expect(await kit.send("GET", `/apps/${NEW}`)).toMatchObject({ body: { developer: "ada", status: "registered" } });
  expect(await kit.send("GET", `/apps/${NEW}/versions`)).toMatchObject({ body: { versions: [] } });
});
