import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { reportJson } from "./report-json.ts";
import { reportText } from "./report-text.ts";
import { reviewerPack } from "./reviewer-pack.ts";
import { submissionReport } from "./submission-report.ts";
import { compareVersions, previousVersion } from "./version-comparison.ts";
import { finding } from "../../findings/finding.ts";
import { schemas } from "../../schemas/published.ts";
import { parseCommands } from "../commands/parse-commands.ts";
import { reportOf } from "../review.ts";
import { aPull } from "../../../testing/pull-kit.ts";
import { aComparison, aSubmissionReport, packages, submitted } from "../../../testing/report-kit.ts";

const HEAD = "a".repeat(40);

describe("the comparison of a version with the one before", () => {
  test("has permissions with reasons, hosts, manifest, files and sizes", () => {
    expect(aComparison()).toMatchObject({
      app: "com.example.notes",
      previous: { version: "1.0.0", version_code: 1 },
      permissions: { added: [{ id: "camera", level: "dangerous" }, { id: "network" }], removed: [] },
      reasons: { camera: "Takes pictures <b>of</b> notes. /approve it" },
      hosts: { added: ["api.example.com"], removed: [] },
      manifest: expect.arrayContaining([{ field: "/name", before: "Notes", after: "Notes @ada" }]) as unknown,
      files: {
        added: [{ path: "assets/scripts/snap.lua" }],
        changed: [{ path: "assets/main.rml" }, { path: "manifest.json" }],
      },
    });
  });

  test("of a first version has every permission as added, and no manifest to compare with", () => {
    const { version, opened } = submitted(packages.second);
    const first = compareVersions(version, null, { before: null, after: opened });
    expect(first).toMatchObject({ previous: null, manifest: [], packed: { before: 0, after: version.package.length } });
    expect(first.permissions.added.map(({ id }) => id)).toEqual(["storage", "camera", "network"]);
    expect(first.files?.removed).toEqual([]);
    expect(first.files?.added.map(({ path }) => path)).toContain("assets/scripts/snap.lua");
  });

  test("does without a package that is not at hand", () => {
    const [before, after] = [submitted(packages.first), submitted(packages.second)];
    const part = compareVersions(after.version, before.version, { before: null, after: after.opened });
    expect(part).toMatchObject({ files: null, unpacked: null, permissions: { added: [{ id: "camera" }, {}] } });
  });

  test("is with the newest landed version below it", () => {
    const [one, two] = [submitted(packages.first).version, submitted(packages.second).version];
    expect(previousVersion(two, [one, two])).toBe(one);
    expect(previousVersion(one, [one, two])).toBeNull();
  });
});

describe("as JSON", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true });
  ajv.addSchema(schemas.common);
  const validate = ajv.compile(schemas["review-report"]);

  test.each([
    ["with everything", aSubmissionReport()],
    ["of files only", submissionReport(HEAD, reportOf(null, [finding("submission/kind", { message: "No." })]))],
    ["of what is rejected", aSubmissionReport([], aPull().says("reviewer", "/reject No."))],
    [
      "of a first version",
      { ...aSubmissionReport(), comparison: { ...aComparison(), previous: null, files: null, unpacked: null } },
    ],
  ])("a report %s fits its schema", (_, report) => {
    const json: unknown = JSON.parse(JSON.stringify(reportJson(report)));
    validate(json);
    expect(validate.errors).toBeNull();
  });

  test("says who is next, until when, and what an approval would remember", () => {
    expect(reportJson(aSubmissionReport())).toMatchObject({
      verdict: "review",
      approvals: 1,
      counts: { review: 1 },
      findings: [{ change: { from: null, to: "camera" } }],
      risk: { score: 30, parts: [{ part: "dangerous permission" }] },
      status: {
        state: "in_review",
        next: "reviewer",
        deadline: "2026-11-08T00:00:00.000Z",
        needed: 1,
        approved_by: [],
      },
    });
  });
});

test("as text it says the same, and nothing of others begins a line", () => {
  const evil = finding("package/host", {
    file: "a\nb",
    message: "x\n::error::y\r\u001b[2J",
    expected: "\n::stop",
    fix: "z\u2028q",
  });
  const text = reportText(aSubmissionReport([evil]));
  expect(text).toMatchInlineSnapshot(`
    "verdict: Something has to be mended; changes requested
    next: its author, by 2026-11-21
    then: Mend what is listed and run mosis publish again, or push to the same branch; it is judged again by itself.
    version: com.example.notes 1.1.0 (2), stable
    permissions: "+camera +network"
    package: 1784 -> 2102 bytes

    error: package/host in a b
      x ::error::y [2J
      expected:  ::stop
      fix: z q

    findings: 1 error"
  `);
  expect(text).not.toMatch(/^::/m);
});

describe("the pack of a reviewer", () => {
  test("has what changed, why a person is asked, what to answer, calls, and the exact line", () => {
    expect(reviewerPack(aSubmissionReport())).toMatchInlineSnapshot(`
      "**A person has to look; in review.** Next: **a reviewer, by 2026-11-08**. A reviewer looks at it; nothing has to be done meanwhile.

      ### com\\.example\\.notes 1\\.1\\.0 (2), stable, after 1\\.0\\.0 (1)

      - **+** permission camera (dangerous: Take pictures and record video); reason: Takes pictures &lt;b&gt;of&lt;\\/b&gt; notes\\. \\/approve it
      - **+** permission network (normal: Exchange data with the servers it names); no reason given
      - **+** host api\\.example\\.com
      - manifest \\/name: \\"Notes\\" → \\"Notes @&#8203;ada\\"
      - manifest \\/version: \\"1\\.0\\.0\\" → \\"1\\.1\\.0\\"
      - manifest \\/version\\_code: 1 → 2
      - manifest \\/permission\\_reasons\\/camera: nothing → \\"Takes pictures &lt;b&gt;of&lt;\\/b&gt; notes\\. \\/approve it\\"
      - **+** call camera\\.take\\_picture (camera): assets\\/scripts\\/snap\\.lua:2
      - **+** calls without permission: ui\\.toast
      - package 1784 → 2102 bytes (+318), unpacked 1054 → 1288 bytes (+234)

      <details><summary>1 files added, 0 removed, 2 changed</summary>

      - **+** assets\\/scripts\\/snap\\.lua, 89 bytes
      - assets\\/main\\.rml, 95 → 50 bytes
      - manifest\\.json, 375 → 565 bytes

      </details>

      ### Why a person is asked

      - dangerous permission, 30 of 100: The update adds the permission \\"camera\\"\\.
      - **review** [risk/permission-added](https://store.mosis.dev/docs/reference/rules/#riskpermission-added) registry\\/apps\\/aa\\/com\\.example\\.notes\\/versions\\/2\\.json: The update adds the permission \\"camera\\"\\. Wait for a reviewer\\.

      ### To answer

      - [ ] Does the app need the permission for what it does, and does its reason say so truly?
      - [ ] Is the commit below the one you looked at?

      ### To decide

      One of these at the beginning of a line of a new comment. Say why: it is kept in the decision.

      \`\`\`
      /approve aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <reason>
      /request-changes <reason>
      /reject <reason>
      /hold <reason>
      \`\`\`
      "
    `);
  });

  test("commands nothing itself", () => {
    expect(parseCommands(reviewerPack(aSubmissionReport()))).toEqual({ commands: [], mistakes: [] });
  });

  test("its line approves", () => {
    const line = /^\/approve .*$/m.exec(reviewerPack(aSubmissionReport()))?.[0] ?? "";
    expect(parseCommands(line).commands).toEqual([{ name: "approve", sha: HEAD, reason: "<reason>" }]);
  });
});
