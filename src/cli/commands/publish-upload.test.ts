import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { pngHeader } from "../../testing/cli/sample-project.ts";
import { people, PublisherKit } from "../../testing/publisher-kit.ts";
import { anUploadEndpoint, type UploadDouble } from "../../testing/upload-double.ts";

let endpoint: UploadDouble;
let kit: PublisherKit;
// One world for all; tests are in the order of what they leave behind.
beforeAll(async () => {
  endpoint = await anUploadEndpoint([people.grace.token]);
  kit = await PublisherKit.of({ config: { upload_url: endpoint.uploadUrl } });
  kit.write();
  await kit.register();
});
afterAll(() => Promise.all([kit.end(), endpoint.close()]));

test.each([
  [401, 3, "token-refused"],
  [403, 3, "upload-denied"],
  [409, 2, "upload-conflict"],
  [413, 2, "upload-too-large"],
  [422, 4, "upload-refused"],
  [302, 4, "upload-refused"],
  [429, 4, "upload-unreachable"],
  [503, 4, "upload-unreachable"],
])("an endpoint that answers %i ends it with %i, %s, and its own words", async (status, exitCode, code) => {
  endpoint.faults.push({ status, body: { title: "No", detail: "Not today." } });
  const run = await kit.run(["publish", "--json"]);
  expect(run.exitCode).toBe(exitCode);
  expect(JSON.parse(run.stdout)).toMatchObject({
    error: { code, message: expect.stringContaining(`${status}: Not today.`), fix: expect.any(String) },
  });
  expect(await kit.openPulls()).toEqual([]);
});

test("an endpoint that keeps the file elsewhere is not believed", async () => {
  endpoint.faults.push({ status: 201, body: { url: "https://elsewhere.example/x.mosis" } });
  expect(await kit.json(["publish"])).toMatchObject({ error: { code: "upload-refused" } });
});

test("a token is shown to no endpoint on a host that the registry does not take files from", async () => {
  const other = await PublisherKit.of({ config: { upload_url: "https://elsewhere.example/" } });
  try {
    other.write({ screenshots: ["store/one.png"] }, { "store/one.png": pngHeader(32) });
    await other.register();
    const argv = ["publish", "--package-url", "http://127.0.0.1/x.mosis"];
    expect(await other.json(argv)).toMatchObject({
      error: { code: "package-host", message: expect.stringContaining("elsewhere.example") },
    });
  } finally {
    await other.end();
  }
});

test("the package goes to the registry by its digest, once, and the version lands", async () => {
  const planned = await kit.json(["publish", "--dry-run"]);
  expect(endpoint.files.size).toBe(0);
  const { uploads } = planned["plan"] as SubmissionPlan;
  const [upload] = uploads;
  expect(uploads).toMatchObject([{ to: "registry", url: `${endpoint.uploadUrl}${upload!.sha256}.mosis` }]);
  const opened = await kit.json(["publish"]);
  expect(opened["plan"]).toEqual(planned["plan"]);
  expect([...endpoint.files.keys()]).toEqual([upload!.name]);
  expect(await kit.json(["publish"])).toMatchObject({ pull: { is_new: false } });
  // An upload that another pull request needs again is there already.
  expect(await kit.json(["publish", "--notes", "Same bytes."])).toMatchObject({ pull: { is_new: true } });
  expect(endpoint.requests.filter((each) => each.startsWith("PUT")).length).toBe(10);
  expect((await kit.pulls()).every(({ head }) => head.repo.name === "registry")).toBe(true);
  const [number] = await kit.openPulls();
  await kit.mustLand({ number });
});

test("a repository that is named goes before the endpoint, and so does what a project chose", async () => {
  kit.write({ version: "2.0.0", version_code: 4 });
  const uploadsOf = async (...argv: readonly string[]) =>
    ((await kit.json(["publish", "--dry-run", ...argv]))["plan"] as SubmissionPlan).uploads;
  expect(await uploadsOf()).toMatchObject([{ to: "registry" }]);
  expect(await uploadsOf("--repository", "grace/work")).toMatchObject([{ to: "release", repository: "grace/work" }]);
  writeFileSync(join(kit.project, ".mosis.json"), '{ "registry": "mosis/registry" }\n');
  expect(await uploadsOf()).toMatchObject([{ to: "release" }]);
  expect(await uploadsOf("--registry", "mosis/registry")).toMatchObject([{ to: "registry" }]);
});
