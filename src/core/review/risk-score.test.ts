import { expect, test } from "vitest";

import { riskScore } from "./risk-score.ts";
import { finding } from "../findings/finding.ts";

test("each part counts once and has its reasons", () => {
  const findings = [
    finding("risk/permission-added", { message: "Adds camera." }),
    finding("risk/permission-added", { message: "Adds contacts." }),
    finding("owner/changed", { message: "Another owner." }),
    finding("package/host", { message: "An error asks nobody." }),
    { ...finding("risk/first-app", { message: "Approved before." }), severity: "info" as const },
  ];
  expect(riskScore({ findings })).toEqual({
    score: 80,
    parts: [
      { part: "change of owner", points: 50, reason: "Another owner." },
      { part: "dangerous permission", points: 30, reason: "Adds camera. Adds contacts." },
    ],
  });
});

test("rules that nobody weighed count as well, and no score is above 100", () => {
  const other = { ...finding("package/host", { message: "Odd." }), severity: "review" as const };
  expect(riskScore({ findings: [other, other] })).toEqual({
    score: 15,
    parts: [{ part: "other points for review", points: 15, reason: "Odd. Odd." }],
  });
  const heavy = (["risk/recovery", "owner/changed", "risk/key-added"] as const).map((rule) =>
    finding(rule, { message: "Look." }),
  );
  expect(riskScore({ findings: heavy })).toMatchObject({ score: 100, parts: [{}, {}, {}] });
  expect(riskScore({ findings: [] })).toEqual({ score: 0, parts: [] });
});
