import { expect, test } from "vitest";

import { type Approval, findApprovals, type PullComment } from "./approval.ts";

const AUTHOR = 1;
const REVIEWER = 2;
const SECOND = 4;
const head = "0123456789abcdef0123456789abcdef01234567";
const policy = {
  reviewers: [
    { github_id: REVIEWER, login: "rosa" },
    { github_id: AUTHOR, login: "ada" },
    { github_id: SECOND, login: "sam" },
  ],
};

function approvals(...comments: readonly Partial<PullComment>[]): readonly Approval[] {
  const all = comments.map((each, at): PullComment => ({
    id: at + 10,
    author: REVIEWER,
    body: "",
    edited: false,
    ...each,
  }));
  return findApprovals(all, { head, author: AUTHOR }, policy);
}

test.for([
  ["alone", `/approve ${head}`],
  ["among other lines, as the forge ends them", `Looks good.\r\n/approve ${head}\r\nThanks!`],
  ["after one of an older commit", `/approve ${head.replace("0", "f")}\n/approve ${head}`],
] as const)("a reviewer approves by a command %s", ([, body]) => {
  expect(approvals({ body: "hello" }, { body })).toEqual([{ reviewer: REVIEWER, comment: 11 }]);
});

test.for<[string, Partial<PullComment>]>([
  ["the command for another commit", { body: `/approve ${head.replace("0", "f")}` }],
  ["the beginning of the hash, which another commit can have", { body: `/approve ${head.slice(0, 12)}` }],
  ["more than the hash", { body: `/approve ${head}0` }],
  ["the command in the middle of a line", { body: `I would /approve ${head}` }],
  ["the command in a quotation", { body: `> /approve ${head}` }],
  ["a comment that was edited", { body: `/approve ${head}`, edited: true }],
  ["a comment of somebody else", { body: `/approve ${head}`, author: 3 }],
  ["a comment of the author, reviewer or not", { body: `/approve ${head}`, author: AUTHOR }],
])("%s approves nothing", ([, comment]) => {
  expect(approvals(comment)).toEqual([]);
});

test("each reviewer counts once, in the order they approved", () => {
  const body = `/approve ${head}`;
  const own = { body, author: AUTHOR };
  expect(approvals({ body, author: SECOND }, own, { body }, { body, author: SECOND })).toEqual([
    { reviewer: SECOND, comment: 10 },
    { reviewer: REVIEWER, comment: 12 },
  ]);
});
