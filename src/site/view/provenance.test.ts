import { expect, test } from "vitest";

import { provenanceView } from "./provenance.ts";
import { anIndexedVersion, aReader, aVersionDocument } from "../../testing/store-data.ts";
import type { ReviewDecision } from "../../core/index/api-documents.ts";

const version = anIndexedVersion(1);
const registry = { repository: "https://forge.example/store/registry/" };
const decision: ReviewDecision = {
  verdict: "merge",
  reasons: [],
  reviewers: [],
  approved: [],
  sample: false,
  risk: { score: 3, parts: [] },
  validator_version: "0.1.0",
};

test("tells the commit of the registry, and leads there where the registry says where it is", () => {
  const document = aVersionDocument(version);
  const commit = "c".repeat(40);
  expect(provenanceView(document, registry, aReader()).commit).toEqual({
    text: commit,
    href: `https://forge.example/store/registry/commit/${commit}`,
  });
  expect(provenanceView(document, {}, aReader()).commit).toEqual({ text: commit, href: null });
});

test("names who approved, with their words, or that no person was needed", () => {
  const view = (change: Partial<ReviewDecision> | null) =>
    provenanceView(aVersionDocument(version, { decision: change && { ...decision, ...change } }), {}, aReader());
  const reviewers = [
    { github_id: 7, login: "grace", statement: "Read all of it." },
    { github_id: 8, statement: "" },
  ];
  expect(view({ verdict: "approved", reviewers })).toMatchObject({
    decision: "Approved by grace and #8.",
    statements: [{ reviewer: "grace", statement: "Read all of it." }],
  });
  expect(view({})).toMatchObject({
    decision: "Accepted by the automatic checks; nothing in it needed a person.",
    remarks: ["Risk score 3, rules 0.1.0"],
  });
  expect(view({ sample: true }).remarks[0]).toBe("It was drawn by lot for a closer look.");
  expect(view(null)).toMatchObject({ decision: "The registry holds no decision about this version.", remarks: [] });
});

test("source code is linked only where the address is plain", () => {
  const source = (repository: string) => ({ source: { repository, commit: "a".repeat(40) } });
  const shown = (repository: string) =>
    provenanceView(aVersionDocument(version, source(repository)), {}, aReader()).source?.repository;
  expect(shown("https://forge.example/ada/app")).toEqual({
    text: "forge.example/ada/app",
    href: "https://forge.example/ada/app",
  });
  expect(shown("https://good.example@evil.example/")).toMatchObject({ href: null });
  expect(provenanceView(aVersionDocument(version), {}, aReader()).source).toBeNull();
});
