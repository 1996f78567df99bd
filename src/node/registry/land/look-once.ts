import {
  type Judgement,
  type JudgePorts,
  judgeSubmission,
  NOTHING_FETCHED,
  type ReadSubmission,
  readSubmission,
} from "./judge.ts";
import { describeJudged } from "./tell.ts";
import { fetchRemote as fetchFromNetwork } from "../fetch-remote.ts";
import type { PullRequest } from "../../forge.ts";
import type { SubmissionReport } from "../../../core/review/reports/submission-report.ts";

/** A pull request that was judged, without the packages that were opened for it, and what they change. */
export interface Looked {
  readonly judgement: Judgement;
  readonly more: Pick<SubmissionReport, "comparison">;
}

/** Looks at pull requests beside one commit of main; asked again it has the answer already. */
export interface Look {
  /** Opens no package. */
  read(pull: Pick<PullRequest, "number">): Promise<ReadSubmission>;
  judge(pull: Pick<PullRequest, "number" | "author">): Promise<Looked>;
}

/** @param base commit of the main branch, which was fetched */
export function lookOnce(base: string, ports: JudgePorts): Look {
  const read = once(({ number }: Pick<PullRequest, "number">) => readSubmission(number, base, ports));
  const judge = once(async (pull: Pick<PullRequest, "number" | "author">): Promise<Looked> => {
    const judgement = await judgeSubmission(await read(pull), pull.author, ports);
    const fetchRemote = ports.fetchRemote ?? fetchFromNetwork(judgement.registry.config.policy);
    const { comparison } = await describeJudged(judgement, { ...ports, fetchRemote });
    return { judgement: { ...judgement, ...NOTHING_FETCHED }, more: { comparison } };
  });
  return { read, judge };
}

function once<Pull extends Pick<PullRequest, "number">, Answer>(
  ask: (pull: Pull) => Promise<Answer>,
): (pull: Pull) => Promise<Answer> {
  const answers = new Map<number, Promise<Answer>>();
  return (pull) => {
    const answer = answers.get(pull.number) ?? ask(pull);
    answers.set(pull.number, answer);
    return answer;
  };
}
