import { expect, test } from "vitest";

import { findApproval, type PullComment } from "./approval.ts";

const AUTHOR = 1;
const REVIEWER = 2;
const head = "0123456789abcdef0123456789abcdef01234567";
const policy = {
  reviewers: [
    { github_id: REVIEWER, login: "rosa" },
    { github_id: AUTHOR, login: "ada" },
  ],
};

function approval(...comments: readonly Partial<PullComment>[]): ReturnType<typeof findApproval> {
  const all = comments.map((each, at): PullComment => ({
    id: at + 10,
    author: REVIEWER,
    body: "",
    edited: false,
    ...each,
  }));
  return findApproval(all, { head, author: AUTHOR }, policy);
}

test.for([
  ["alone", `/approve ${head}`],
  ["among other lines, as the forge ends them", `Looks good.\r\n/approve ${head}\r\nThanks!`],
  ["after one of an older commit", `/approve ${head.replace("0", "f")}\n/approve ${head}`],
] as const)("a reviewer approves by a command %s", ([, body]) => {
  expect(approval({ body: "hello" }, { body })).toEqual({ reviewer: REVIEWER, comment: 11 });
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
  expect(approval(comment)).toBeNull();
});
