import { type Judgement, MAIN } from "./judge.ts";
import type { Standing } from "./stand.ts";
import type { Forge } from "../../forge.ts";
import { mosisVersion } from "../../mosis-version.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { nextDecision } from "../../../core/review/decision.ts";
import { answerText } from "../../../core/review/reports/answer.ts";
import { machineMarker, markedComments } from "../../../core/review/state/machine-marker.ts";
import type { SweepAction } from "../../../core/review/state/sweep.ts";
import { timelineOf } from "../../../core/review/state/timeline.ts";

/**
 * Closes, reminds and answers as it is due; judging and landing are for others. Done again it does nothing more.
 *
 * @throws ForgeError
 */
export async function doDue(
  number: number,
  actions: readonly SweepAction[],
  standing: Standing & { readonly judgement: Judgement },
  { forge }: { readonly forge: Forge },
): Promise<void> {
  const { policy } = standing.judgement.registry.config;
  for (const action of actions) {
    switch (action.action) {
      case "judge":
      case "land":
        break;
      case "close":
        await closePull(number, action, standing, forge);
        break;
      case "remind": {
        const names = policy.reviewers.map(({ login }) => `@${login}`).join(" ");
        const whom = action.whom === "reviewer" ? `${names} ` : "";
        await forge.writeComment(number, null, `${whom}${action.message}\n\n${action.marker}`);
        break;
      }
      case "answer":
        await forge.writeComment(number, null, `${answerText(action.answer)}\n\n${action.marker}`);
        break;
    }
  }
}

/** Says why, records a rejection, closes; each once of a head. */
async function closePull(
  number: number,
  { as, reason }: Extract<SweepAction, { action: "close" }>,
  { facts, judgement, status }: Standing & { readonly judgement: Judgement },
  forge: Forge,
): Promise<void> {
  const { registry } = judgement;
  if (as === "rejected") await recordRejection(number, judgement, { facts, status }, forge);
  // Whatever else closes it by then: the reason may have another wording once what overtook it has landed.
  const told = `${as} ${facts.head}`;
  const isSaid = markedComments(facts.comments, "reminder", registry.config.policy).some(({ value }) => value === told);
  if (!isSaid) await forge.writeComment(number, null, `${reason}\n\n${machineMarker("reminder", told)}`);
  await forge.close(number);
}

async function recordRejection(
  number: number,
  judgement: Judgement,
  { facts, status: { standing } }: Pick<Standing, "facts" | "status">,
  forge: Forge,
): Promise<void> {
  const { report, changes, main: base, head, sample, subject, files, registry } = judgement;
  const { rejection } = standing;
  if (rejection === null || subject === null) return;
  // Of an app that is not there yet, decisions are only files.
  const isRecorded = [...files].some(([path, bytes]) => {
    return (
      path.startsWith(`decisions/${subject.app}/`) && new TextDecoder().decode(bytes).includes(`"head": "${head}"`)
    );
  });
  if (isRecorded) return;
  const rejected = { state: "rejected", at: rejection.act.at } as const;
  const timeline = timelineOf(facts, await forge.labelEvents(number), registry.config.policy, [rejected]);
  const common = { report, changes, base, head, sample, timeline, validatorVersion: mosisVersion() } as const;
  const input = { ...common, verdict: "rejected", acts: [rejection.act], submission: number } as const;
  const decision = nextDecision(input, judgement, nodePackagePorts.sha256);
  if (decision !== null) await forge.commit(MAIN, [decision], `Record the rejection of #${number}`);
}
