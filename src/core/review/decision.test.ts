import { expect, test } from "vitest";

import { type DecisionInput, nextDecision } from "./decision.ts";
import type { Report } from "./review.ts";
import type { Act } from "./state/acts.ts";
import { finding } from "../findings/finding.ts";
import type { ComposedFile } from "../registry/compose.ts";
import type { Decision } from "../registry/documents.ts";
import { readRegistry, type RegistryFiles } from "../registry/model.ts";
import { REGISTRY_FOLDER } from "../registry/paths.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aPackage } from "../../testing/builders.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const store = aStore().withApp(anApp({ versions: [{}, {}] }));
const { signer } = store.developer;
const kit = new ReviewKit(store);
const third = aPackage().with({ version: "1.2.0", version_code: 3 }).signedBy(signer);
const report: Report = {
  kind: "version",
  verdict: "review",
  approvals: 1,
  findings: [
    finding("risk/permission-added", {
      message: 'The update adds the permission "camera".',
      change: { from: null, to: "camera" },
    }),
  ],
};

const at = new Date("2026-11-01T12:00:00Z");
const approve: Act = {
  command: { name: "approve", sha: "1".repeat(40), reason: "It takes pictures." },
  by: 7,
  at,
  source: { kind: "comment", id: 1 },
};

function decide(file: ComposedFile, files: RegistryFiles = store.registryFiles(), change: Partial<DecisionInput> = {}) {
  const { registry } = readRegistry(files, nodeCrypto.sha256);
  const changes = [{ path: file.path, before: null, after: file.bytes }];
  const commits = { base: "0".repeat(40), head: "1".repeat(40) };
  const decision = nextDecision(
    {
      verdict: "approved",
      report,
      changes,
      ...commits,
      acts: [approve],
      sample: null,
      submission: 27,
      timeline: [
        { state: "submitted", since: "2026-11-01T10:00:00Z" },
        { state: "published", since: "2026-11-01T12:00:00Z" },
      ],
      validatorVersion: "0.1.0",
      ...change,
    },
    { files, registry: registry! },
    nodeCrypto.sha256,
  );
  return decision && { ...decision, body: JSON.parse(new TextDecoder().decode(decision.bytes)) as object };
}

test("says what was decided, by whom, from what", () => {
  const decision = decide(kit.version(third, [signer]));
  expect(decision?.path).toBe("registry/decisions/com.example.notes/3-1.json");
  expect(decision?.body).toEqual({
    app_id: NOTES,
    version_code: 3,
    n: 1,
    verdict: "approved",
    reasons: [{ rule: "risk/permission-added", evidence: 'The update adds the permission "camera".' }],
    reviewers: [7],
    statements: ["It takes pictures."],
    approved: [{ rule: "risk/permission-added", from: null, to: "camera" }],
    sample: null,
    risk: { score: 30, parts: [{ part: "dangerous permission", points: 30 }] },
    inputs: {
      base: "0".repeat(40),
      head: "1".repeat(40),
      files: [
        {
          path: expect.stringMatching(/versions\/3\.json$/) as string,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
      ],
      package_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
    validator_version: "0.1.0",
    submission: 27,
    timeline: [
      { state: "submitted", since: "2026-11-01T10:00:00Z" },
      { state: "published", since: "2026-11-01T12:00:00Z" },
    ],
  });
  const byMachine = decide(kit.version(third, [signer]), undefined, { verdict: "merge", acts: [], sample: false });
  expect(byMachine?.body).toMatchObject({ verdict: "merge", reviewers: [], approved: [], sample: false });
});

test("keeps what people said as one line that every published document can carry", () => {
  const reason = `It takes pictures.\r\n\r\nAnd\u0007 no more. ${"🙂".repeat(1000)}`;
  const act: Act = { ...approve, command: { name: "approve", sha: "1".repeat(40), reason } };
  const { statements } = decide(kit.version(third, [signer]), undefined, { acts: [act] })!.body as Decision;
  expect(statements).toEqual([expect.stringMatching(/^It takes pictures\. And no more\. 🙂+…$/u)]);
  expect(Array.from(statements[0]!)).toHaveLength(1000);
});

test("is a document of the registry, and the next one counts on", () => {
  const first = decide(kit.event(NOTES, [signer], { version_code: 2 as never }));
  const files = new Map(store.registryFiles());
  files.set(first?.path.slice(REGISTRY_FOLDER.length) ?? "", first?.bytes ?? new Uint8Array());
  expect(readRegistry(files, nodeCrypto.sha256).findings).toEqual([]);
  expect(first?.path).toBe("registry/decisions/com.example.notes/2-1.json");
  expect(decide(kit.event(NOTES, [signer], { version_code: 2 as never }), files)?.path).toBe(
    "registry/decisions/com.example.notes/2-2.json",
  );
});

test("on an app as a whole is kept with its newest version, on a developer nowhere", () => {
  expect(decide(kit.listing(NOTES, [signer], { seq: 2 }))?.path).toBe("registry/decisions/com.example.notes/2-1.json");
  const [developer] = store.developer.files();
  expect(developer && decide(developer)).toBeNull();
});
