import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { COMMENT_CHARS, submissionComment } from "./comment.ts";
import { submissionReport } from "./submission-report.ts";
import { rules, type RuleId } from "../../findings/catalogue.ts";
import { finding, type Finding } from "../../findings/finding.ts";
import { parseCommands } from "../commands/parse-commands.ts";
import { reportOf } from "../review.ts";
import { headSince, markedComments } from "../state/machine-marker.ts";
import { aPull, reviewPolicy } from "../../../testing/pull-kit.ts";
import { aComparison, aSubmissionReport } from "../../../testing/report-kit.ts";

const since = new Date("2026-11-01T00:00:00Z");
const comment = (findings?: readonly Finding[], pull = aPull()): string =>
  submissionComment(aSubmissionReport(findings, pull), since);

test("says verdict and next actor first, then what changes, then findings, then what can be said", () => {
  expect(comment()).toMatchInlineSnapshot(`
    "**A person has to look; in review.** Next: **a reviewer, by 2026-11-08**.

    A reviewer looks at it; nothing has to be done meanwhile.

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

    ### 1 point for review

    - **review** [risk/permission-added](https://store.mosis.dev/docs/reference/rules/#riskpermission-added) registry\\/apps\\/aa\\/com\\.example\\.notes\\/versions\\/2\\.json: The update adds the permission \\"camera\\"\\. Wait for a reviewer\\.

    Risk 30 of 100: dangerous permission 30.

    <details><summary>For reviewers</summary>

    ### To answer

    - [ ] Does the app need the permission for what it does, and does its reason say so truly?
    - [ ] Is the commit below the one you looked at?

    </details>

    <details><summary>What can be said here</summary>

    A command stands at the beginning of a line of a new comment; edited comments count for nothing.

    - Its author: \`/withdraw\`, and \`/appeal <reason>\` when it was rejected: another reviewer decides then. Changes are pushed to the same branch.
    - Reviewers: \`/approve aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa [reason]\`, \`/request-changes <reason>\`, \`/reject <reason>\`, \`/hold <reason>\`, \`/unhold\`, or a review.

    What states mean and how long they last: https://store.mosis.dev/docs/guides/review-process/

    </details>

    <!-- mosis:review aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 2026-11-01T00:00:00.000Z -->"
  `);
});

test("is of a review that knows only files, too", () => {
  const report = submissionReport("a".repeat(40), reportOf("version", []));
  expect(submissionComment(report, since)).toMatch(
    /^\*\*Nothing stands against it\.\*\* Next: \*\*the machine\*\*\.\n/,
  );
});

test.each([
  [
    "fail",
    [finding("package/host", { message: "No." })],
    /^\*\*Something has to be mended; changes requested\.\*\* Next: \*\*its author, by 2026-/,
  ],
  ["merge", [], /^\*\*Nothing stands against it; approved\.\*\* Next: \*\*the machine\*\*\./],
])("first line of %s", (_, findings, first) => {
  expect(comment(findings)).toMatch(first);
});

test("the first line of what was rejected and appealed says so", () => {
  const pull = aPull().says("reviewer", "/reject No.").says("author", "/appeal Yes.");
  expect(comment(undefined, pull)).toMatch(
    /^\*\*A person has to look; rejected, appealed\.\*\* Next: \*\*a reviewer, by 2026-/,
  );
});

test("five runs are one comment: each finds the one before, and since when the head is known", () => {
  const pull = aPull();
  let written = 0;
  for (let run = 0; run < 5; run += 1) {
    const { comments, headSince: known } = pull.facts();
    const [own] = markedComments(comments, "review", reviewPolicy);
    if (own === undefined) written += 1;
    if (own === undefined) pull.says("machine", comment());
    expect(headSince(pull.facts(), reviewPolicy, pull.now)).toEqual(known);
  }
  expect(written).toBe(1);
});

describe("however much there is", () => {
  const many = (count: number, text: string): readonly Finding[] =>
    Array.from({ length: count }, (_, at) =>
      finding("package/host", { file: `${at}${text}`, message: text, expected: text }),
    );

  test.each([
    ["2,000 findings", many(2000, "x".repeat(100))],
    ["findings of text that grows when it is escaped", many(500, "@#".repeat(2000))],
    ["one finding that is huge", many(1, "@".repeat(1_000_000))],
  ])("%s fit, the first of them, with a count of the rest and the end of the comment", (_, findings) => {
    const text = comment(findings);
    expect(text.length).toBeLessThanOrEqual(COMMENT_CHARS);
    expect(text).toContain("- **error** [package/host](");
    if (findings.length > 1) expect(text).toMatch(/\n- and \d+ more, which the report of the run has\n/);
    expect(text).toMatch(/<\/details>\n\n<!-- mosis:review a{40} 2026-11-01T00:00:00\.000Z -->$/);
  });

  test("long lists of files and permissions fit, and are counted", () => {
    const files = Array.from({ length: 4000 }, (_, at) => ({ path: `${"d/".repeat(90)}${at}`, length: 1 }));
    const comparison = { ...aComparison(), files: { added: files, removed: files, changed: [] } };
    const findings = many(2000, "@");
    const text = submissionComment({ ...aSubmissionReport(findings), comparison }, since);
    expect(text.length).toBeLessThanOrEqual(COMMENT_CHARS);
    expect(text).toContain("- **error** [package/host](");
    expect(text.split("<details>")).toHaveLength(text.split("</details>").length);
  });
});

test("whatever people write, it is text: no mention, HTML, reference, link or command of theirs, and always below the limit", () => {
  const nasty = fc.constantFrom(
    "@mosis/team",
    "<img src=x>",
    "\n/approve ",
    "\n\n# x",
    "`",
    "```\n",
    "-->",
    "</details>",
    "[x](y)",
    "#1",
    "http://e.x",
  );
  const word = fc
    .array(fc.oneof(nasty, fc.string({ unit: "binary" })), { maxLength: 8 })
    .map((parts) => parts.join(""));
  const ids = Object.keys(rules) as RuleId[];
  const anyFinding = fc
    .record({ rule: fc.constantFrom(...ids), message: word, file: word, expected: word, fix: word, pointer: word })
    .map(({ rule, ...detail }) => finding(rule, detail));
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 60 }), word, word, (findings, name, reason) => {
      const base = aSubmissionReport(findings);
      const path = `assets/${name}`;
      const comparison = {
        ...aComparison(),
        version: name,
        reasons: { camera: reason },
        hosts: { added: [name], removed: [reason] },
        manifest: [{ field: `/x-${name}`, before: reason, after: { a: name } }],
        files: { added: [{ path, length: 1 }], removed: [], changed: [{ path, before: 1, after: 2 }] },
      };
      const text = submissionComment({ ...base, comparison }, since);
      expect(text.length).toBeLessThanOrEqual(COMMENT_CHARS);
      expect(parseCommands(text)).toEqual({ commands: [], mistakes: [] });
      // What is left without our own words is theirs.
      const theirs = text
        .replaceAll(/<\/?(details|summary)>|<!-- mosis:review [^>]* -->|\]\(https:\/\/store\.mosis\.dev[^)]*\)/g, "")
        .replaceAll(/`\/[a-z-]+( <[a-z]+>( \[reason\])?)?`|`\/[^`]*`|\.dev\/docs\/guides\S*|https(?=:\/\/store)/g, "");
      expect(theirs).not.toMatch(/@(?!&#8203;)[A-Za-z0-9]/);
      expect(theirs).not.toMatch(/</);
      expect(theirs).not.toMatch(/^\s*\//m);
      expect(theirs.replaceAll("://store.mosis", "")).not.toMatch(/:\/\/|(?<!\\)`|\]\(/);
    }),
    { numRuns: 150 },
  );
});
