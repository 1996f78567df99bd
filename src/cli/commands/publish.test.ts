import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { squarePng } from "../../testing/png.ts";
import { people, PublisherKit } from "../../testing/publisher-kit.ts";
import { readPackage } from "../../core/package/read-package.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

let kit: PublisherKit;
beforeEach(async () => {
  kit = await PublisherKit.of();
  kit.write();
});
afterEach(() => kit.end());

const planOf = (document: Record<string, unknown>): SubmissionPlan => document["plan"] as SubmissionPlan;

describe("a developer whom the registry does not know", () => {
  test("is told so, and who they are is asked for", async () => {
    await kit.json(["keys", "generate", "--no-passphrase"]);
    expect(await kit.json(["publish"])).toMatchObject({ error: { code: "developer-unknown" } });
    const refused = {
      error: { code: "developer-unregistered", fix: expect.stringContaining("--register --developer grace") },
    };
    expect(await kit.json(["publish", "--developer", "grace"])).toMatchObject(refused);
    expect(await kit.pulls()).toEqual([]);
  });

  test("registers, then submits the app, each a pull request that lands", async () => {
    await kit.json(["keys", "generate", "--no-passphrase"]);
    const registered = await kit.json(["publish", "--register", "--developer", "grace"]);
    expect(planOf(registered)).toMatchObject({
      kind: "register",
      subject: "grace",
      title: "Register grace",
      uploads: [],
    });
    expect(await kit.land(1)).toMatchObject({ outcome: "landed" });
    const submitted = await kit.json(["publish"]);
    expect(submitted).toMatchObject({ ok: true, pull: { number: 2, is_new: true }, plan: { kind: "new-app" } });
    expect(planOf(submitted).files.map(({ path }) => path.split("/").slice(4).join("/"))).toEqual([
      "app.json",
      "listing/en.json",
      "versions/3.json",
    ]);
    expect(await kit.land(2)).toMatchObject({ outcome: "landed", approvedBy: [people.rosa.id] });
    expect(await kit.json(["publish"])).toMatchObject({ ok: true, plan: null, pull: null });
  });
});

describe("a registered developer", () => {
  beforeEach(() => kit.register());

  test("plans without asking the forge to change anything", async () => {
    const before = kit.forge.requests.length;
    const planned = await kit.json([
      "publish",
      "--dry-run",
      "--notes",
      "First.",
      "--rollout",
      "12.5",
      "--track",
      "beta",
    ]);
    expect(
      kit.forge.requests
        .slice(before)
        .map(({ method }) => method)
        .every((method) => method === "GET"),
    ).toBe(true);
    expect(planned).toMatchObject({
      ok: true,
      dry_run: true,
      pull: null,
      plan: { kind: "new-app", pull: null, supersedes: [] },
    });
    const version = planOf(planned).files.find(({ path }) => path.endsWith("/3.json"))!;
    expect(JSON.parse(version.text)).toMatchObject({
      signed: { track: "beta", rollout_bp: 1250, release: "automatic", notes: { en: ["First."] } },
    });
    const submitted = await kit.json(["publish", "--notes", "First.", "--rollout", "12.5", "--track", "beta"]);
    expect(submitted["plan"]).toEqual(planned["plan"]);
  });

  test("brings texts and pictures for the store page with the first version", async () => {
    kit.write(
      { screenshots: ["store/one.png"] },
      {
        ".mosisignore": "store/\n",
        "store/one.png": squarePng(240),
        "store/en.json": JSON.stringify({
          name: "Sample",
          summary: "It samples.",
          description: ["Much."],
          alt: ["A screen"],
        }),
        "store/es.json": JSON.stringify({ name: "Muestra", summary: "Muestra." }),
      },
    );
    const submitted = await kit.json(["publish"]);
    const { uploads, files } = planOf(submitted);
    expect(uploads).toMatchObject([
      { repository: "grace/mosis-apps", name: expect.stringMatching(/^com\.example\.sample-3-[0-9a-f]{12}\.mosis$/) },
      { repository: "grace/mosis-apps", name: expect.stringMatching(/^one-[0-9a-f]{12}\.png$/) },
    ]);
    const es = files.find(({ path }) => path.endsWith("listing/es.json"))!;
    expect(JSON.parse(es.text)).toMatchObject({
      signed: { name: "Muestra", screenshots: [{ alt: "Muestra", url: uploads[1]!.url }] },
    });
    for (const { url, length } of uploads) expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(length);
    await kit.mustLand(submitted["pull"]);
  });

  test("keeps the signed package that it published", async () => {
    const { plan } = (await kit.json(["publish"])) as { plan: SubmissionPlan };
    const file = readFileSync(join(kit.project, "dist/com.example.sample-3.mosis"));
    const published = Buffer.from(await (await fetch(plan.uploads[0]!.url)).arrayBuffer());
    expect(published.equals(file)).toBe(true);
    expect(readPackage(file, nodePackagePorts).opened?.signature).not.toBeNull();
    expect(await kit.json(["publish", "dist/com.example.sample-3.mosis"])).toMatchObject({ pull: { is_new: false } });
  });

  test("submits an update that lands with no person", async () => {
    await kit.mustLand((await kit.json(["publish"]))["pull"]);
    kit.write({ version: "1.3.0", version_code: 4 });
    const submitted = await kit.json(["publish", "--notes", "Faster."]);
    expect(submitted).toMatchObject({ plan: { kind: "version", title: "Update Sample 1.3.0" } });
    expect(await kit.land(3)).toMatchObject({ outcome: "landed", approvedBy: [] });
  });

  test("leaves one pull request open, however often it is run", async () => {
    const first = await kit.json(["publish"]);
    const again = await kit.json(["publish"]);
    expect(again).toMatchObject({ pull: { number: 2, is_new: false }, plan: { pull: 2 } });
    expect((again["plan"] as SubmissionPlan).files).toEqual(planOf(first).files);
    expect(await kit.openPulls()).toEqual([2]);
  });

  test("closes an older submission of the track in favour of a newer one, and says so", async () => {
    await kit.json(["publish"]);
    await kit.json(["publish", "--track", "beta"]);
    kit.write({ version: "1.3.0", version_code: 4 });
    const { plan } = (await kit.json(["publish"])) as { plan: SubmissionPlan };
    expect(plan.supersedes).toEqual([2]);
    expect(await kit.openPulls()).toEqual([3, 4]);
    expect((await kit.pulls()).find(({ number }) => number === 2)).toMatchObject({ state: "closed", merged_at: null });
    kit.write();
    expect(await kit.json(["publish"])).toMatchObject({ error: { code: "submission-newer" } });
  });

  test("may release in another repository of their own, or anywhere", async () => {
    await kit.forge.createRepository({ owner: "grace", name: "work", files: { a: "" }, message: "Begin" });
    const { plan } = (await kit.json(["publish", "--repository", "grace/work"])) as { plan: SubmissionPlan };
    expect(plan.uploads[0]).toMatchObject({ repository: "grace/work" });
    const { url } = plan.uploads[0]!;
    const named = await kit.json(["publish", "--package-url", url]);
    expect(named).toMatchObject({ plan: { uploads: [], pull: 2 } });
    const elsewhere = await kit.json(["publish", "--package-url", "https://elsewhere.example/a.mosis"]);
    expect(elsewhere).toMatchObject({ error: { code: "package-host" } });
  });

  test.each([
    [["publish", "--rollout", "101"], 2, "bad-option"],
    [["publish", "--repository", "work"], 2, "bad-option"],
    [["publish", "--repository", "eve/work"], 4, "forge-missing"],
    [["publish", "--developer", "nobody"], 2, "developer-unregistered"],
    [["publish", "--key", "ffffffff"], 2, "key-missing"],
    [["publish", "--registry", "mosis/nothing"], 4, "forge-missing"],
  ])("%j ends with %i, %s", async (argv, exitCode, code) => {
    const run = await kit.run([...argv, "--json"]);
    expect(run.exitCode).toBe(exitCode);
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code } });
  });

  test("is not somebody else, nor may somebody else take the app", async () => {
    kit.user = people.eve;
    expect(await kit.json(["publish", "--developer", "grace"])).toMatchObject({ error: { code: "not-a-member" } });
    kit.user = people.grace;
    await kit.mustLand((await kit.json(["publish"]))["pull"]);
    kit.write({ version_code: 4 });
    expect(await kit.json(["publish", "--developer", "ada"])).toMatchObject({ error: { code: "app-other-owner" } });
    kit.write({ summary: "Changed, with the old code." });
    expect(await kit.json(["publish"])).toMatchObject({ error: { code: "version-taken" } });
  });

  test("needs a key that is registered", async () => {
    const stranger = (await kit.json(["keys", "generate", "--no-passphrase"]))["key"] as { keyid: string };
    const refused = { error: { code: "key-not-registered" } };
    expect(await kit.json(["publish", "--key", stranger.keyid])).toMatchObject(refused);
    expect(await kit.json(["publish"])).toMatchObject({ ok: true });
  });

  test("publishes nothing that has findings", async () => {
    kit.write({ entry: "missing.rml" });
    const run = await kit.run(["publish", "--json"]);
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ok: false,
      findings: [expect.objectContaining({ severity: "error" })],
    });
    kit.write({ summary: undefined });
    expect(await kit.json(["publish"])).toMatchObject({ error: { code: "store-text" } });
  });

  test("tells people what was done", async () => {
    const { stdout } = await kit.run(["publish"]);
    expect(stdout).toContain(`Opened pull request #2: ${kit.forge.url}/mosis/registry/pull/2\n`);
    expect(stdout).toContain("  com.example.sample 1.2.0 (3), ");
    expect((await kit.run(["publish"])).stdout).toContain("Kept pull request #2: ");
  });
});
