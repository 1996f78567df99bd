import { describe, expect, test } from "vitest";

import { standingOf } from "./standing.ts";
import { aPull, people, type Person, type PullKit, reviewPolicy } from "../../../testing/pull-kit.ts";

const HEAD = "a".repeat(40);
const OTHER = "b".repeat(40);
const anOpenOne = (): PullKit => aPull().judged("review");
const standing = (pull: PullKit) => standingOf(pull.facts(), reviewPolicy, pull.now);
const approvedBy = (pull: PullKit) => standing(pull).approvals.map(({ by }) => by);
const messages = (pull: PullKit) => standing(pull).answers.map(({ message }) => message);

describe("an approval counts", () => {
  test.for<[string, PullKit]>([
    ["by a command", anOpenOne().approves("reviewer")],
    ["by a review of the forge", anOpenOne().reviews("reviewer", "approved")],
    ["after one of an older commit", anOpenOne().approves("reviewer", OTHER).approves("reviewer")],
    ["once, however often it is given", anOpenOne().approves("reviewer").approves("reviewer")],
    [
      "again after the own request for changes",
      anOpenOne().says("reviewer", "/request-changes No.").approves("reviewer"),
    ],
  ])("%s", ([, pull]) => {
    expect(approvedBy(pull)).toEqual([people.reviewer]);
    expect(pull.status()).toMatchObject({ state: "approved", next: "machine", deadline: null });
  });

  test("of two reviewers in the order they gave it", () => {
    const pull = aPull().judged("review", 2).approves("second");
    expect(pull.status()).toMatchObject({ state: "in_review", needed: 2 });
    expect(pull.status().sentence).toMatch(/^One more reviewer looks/);
    pull.approves("second");
    expect(pull.status()).toMatchObject({ state: "in_review" });
    expect(approvedBy(pull.reviews("reviewer", "approved"))).toEqual([people.second, people.reviewer]);
    expect(pull.status()).toMatchObject({ state: "approved" });
  });
});

describe("nothing is approved", () => {
  test.for<[string, PullKit, RegExp | null]>([
    ["by words", anOpenOne().says("reviewer", "not approved"), null],
    ["by a word that is nearly one", anOpenOne().says("reviewer", `not /approve ${HEAD}`), null],
    ["by an approval that names no commit", anOpenOne().says("reviewer", "/approve"), /names no commit/],
    ["by the beginning of the hash", anOpenOne().approves("reviewer", HEAD.slice(0, 12)), /no whole commit/],
    ["by an approval of another commit", anOpenOne().approves("reviewer", OTHER), /is at aaaaaaaaaaaa now/],
    ["by a review of another commit", anOpenOne().reviews("reviewer", "approved", OTHER), /is at aaaaaaaaaaaa now/],
    ["by a review that only comments", anOpenOne().reviews("reviewer", "other", HEAD, `/approve ${HEAD}`), null],
    ["by a stranger", anOpenOne().approves("stranger"), /Only reviewers/],
    ["by a review of a stranger", anOpenOne().reviews("stranger", "approved"), /Only reviewers/],
    ["by the author, reviewer or not", anOpenOne().approves("author"), /Who opened/],
    [
      "by a reviewer who wrote a commit of it",
      anOpenOne()
        .with({ commitAuthors: [people.author, people.reviewer] })
        .approves("reviewer"),
      /Who wrote a commit/,
    ],
    ["where not all commits are known", anOpenOne().with({ commitAuthors: null }).approves("reviewer"), /more commits/],
    ["by an edited comment", anOpenOne().says("reviewer", `/approve ${HEAD}`, { edited: true }), /was edited/],
    ["after a push", anOpenOne().approves("reviewer").pushed().judged("review"), /is at bbbbbbbbbbbb now/],
    [
      "when its reviewer objects later",
      anOpenOne().approves("reviewer").says("reviewer", "/request-changes Wait."),
      null,
    ],
    [
      "by a reviewer while another asks for changes",
      anOpenOne().says("second", "/request-changes No.").approves("reviewer"),
      null,
    ],
  ])("%s", ([, pull, answer]) => {
    expect(pull.status().state).not.toBe("approved");
    if (answer === null) expect(messages(pull)).toEqual([]);
    else expect(messages(pull)).toEqual([expect.stringMatching(answer)]);
  });

  test("by the machine, even where it was named as a reviewer; and it gets no answers", () => {
    const reviewers = [{ github_id: people.machine, login: "machine" }];
    const pull = anOpenOne().approves("machine");
    expect(standingOf(pull.facts(), { ...reviewPolicy, reviewers }, pull.now)).toMatchObject({
      approvals: [],
      answers: [],
    });
  });
});

describe("an objection", () => {
  test("to what needs no person makes a person needed, also after the head has moved", () => {
    const pull = aPull().judged("merge");
    expect(pull.status()).toMatchObject({ state: "approved", needed: 0 });
    pull.says("reviewer", "/request-changes Say why.");
    expect(pull.status()).toMatchObject({ state: "changes_requested", next: "developer" });
    pull.pushed().judged("merge");
    expect(pull.status()).toMatchObject({ state: "in_review", next: "reviewer", needed: 1 });
    expect(pull.approves("second").status()).toMatchObject({ state: "approved" });
  });

  test("by a review of an older commit is about that one only", () => {
    const pull = anOpenOne().reviews("reviewer", "changes_requested", OTHER, "No.").approves("second");
    expect(pull.status()).toMatchObject({ state: "approved" });
    expect(anOpenOne().reviews("reviewer", "changes_requested", HEAD, "No.").status().state).toBe("changes_requested");
  });

  test("that was edited stops nothing any more, but a person is needed", () => {
    const pull = aPull().judged("merge").says("reviewer", "/hold A typo.", { edited: true });
    expect(pull.status()).toMatchObject({ state: "in_review", needed: 1 });
    expect(aPull().judged("merge").says("stranger", "/hold It.", { edited: true }).status().state).toBe("approved");
    expect(aPull().judged("merge").says("reviewer", "/unhold", { edited: true }).status().state).toBe("approved");
  });

  test("may come from a reviewer whose address somebody put into a commit, and so from anybody who reviews", () => {
    const all = { commitAuthors: [people.author, people.reviewer, people.second] };
    expect(anOpenOne().with(all).says("reviewer", "/hold Strange.").status().state).toBe("held");
    expect(anOpenOne().with(all).says("reviewer", "/reject Strange.").status().state).toBe("rejected");
  });

  test.for<[Person, string]>([
    ["stranger", "/hold I do not like it."],
    ["stranger", "/reject I do not like it."],
    ["author", "/unhold"],
    ["stranger", "/withdraw"],
    ["reviewer", "/withdraw"],
    ["reviewer", "/appeal It is fine."],
  ])("of a %s is none: %s", ([who, body]) => {
    const pull = anOpenOne();
    const before = pull.status().state;
    pull.says(who, body);
    expect(pull.status().state).toBe(before);
    expect(messages(pull)).toHaveLength(1);
  });
});

describe("a hold", () => {
  test("is lifted by any reviewer but the author, and earlier approvals stand", () => {
    const pull = anOpenOne().approves("reviewer").says("second", "/hold I ask the owner.");
    expect(pull.status()).toMatchObject({ state: "held", next: "reviewer" });
    pull.says("author", "/unhold");
    expect(pull.status()).toMatchObject({ state: "held" });
    pull.says("reviewer", "/unhold");
    expect(pull.status()).toMatchObject({ state: "approved" });
  });

  test("ends by itself, and then only what is approved after it counts", () => {
    const pull = aPull().judged("merge").approves("reviewer").says("second", "/hold I ask the owner.");
    const { deadline } = pull.status();
    pull.waits(7);
    expect(deadline).toEqual(pull.now);
    expect(pull.status()).toMatchObject({ state: "in_review", needed: 1 });
    pull.approves("reviewer");
    expect(pull.status()).toMatchObject({ state: "approved" });
  });
});

describe("a rejection", () => {
  const rejected = (): PullKit => anOpenOne().says("reviewer", "/reject It is a copy.");

  test("stays whatever is pushed", () => {
    expect(rejected().pushed().judged("merge").status()).toMatchObject({ state: "rejected", next: "developer" });
  });

  test("is not overruled by another reviewer unless the author appeals", () => {
    const pull = rejected().approves("second");
    expect(pull.status().state).toBe("rejected");
    expect(messages(pull)).toEqual([expect.stringMatching(/nobody appealed/)]);
    pull.says("author", "/appeal It is mine.");
    expect(pull.status()).toMatchObject({ state: "rejected", appealed: true, next: "reviewer" });
    expect(pull.approves("second").status()).toMatchObject({ state: "approved", appealed: false });
  });

  test("may be taken back by who gave it, but not once it is appealed", () => {
    expect(rejected().approves("reviewer").status().state).toBe("approved");
    const appealed = rejected().says("author", "/appeal No.").approves("reviewer").says("reviewer", "/reject Still.");
    expect(appealed.status()).toMatchObject({ state: "rejected", appealed: true });
    expect(messages(appealed)).toEqual(Array(2).fill("Who rejected does not decide the appeal."));
  });

  test("stays for good when another reviewer refuses the appeal", () => {
    const pull = rejected().says("author", "/appeal No.").says("second", "/reject It is a copy, indeed.");
    expect(pull.status()).toMatchObject({ state: "rejected", appealed: false, next: "machine", deadline: null });
    pull.says("author", "/appeal Again.").approves("second").approves("reviewer");
    expect(pull.status()).toMatchObject({ state: "rejected", next: "machine" });
    expect(messages(pull)).toHaveLength(3);
  });

  test("that an appeal lifted does not come back with the next push", () => {
    const pull = rejected().says("author", "/appeal No.").approves("second").pushed().judged("merge");
    expect(pull.status()).toMatchObject({ state: "in_review", needed: 1 });
  });

  test("can be appealed in time only, and once at a time", () => {
    const late = rejected().waits(15).says("author", "/appeal No.");
    expect(late.status()).toMatchObject({ state: "rejected", appealed: false, next: "machine" });
    expect(messages(late)).toEqual(["The time for an appeal is over."]);
    const twice = rejected().says("author", "/appeal No.").says("author", "/appeal No!");
    expect(messages(twice)).toEqual(["There is an appeal already."]);
    expect(messages(anOpenOne().says("author", "/appeal No."))).toEqual(["Nothing is rejected."]);
  });
});
