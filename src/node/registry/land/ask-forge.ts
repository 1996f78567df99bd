import type { JudgePorts } from "./judge.ts";
import { LAND_STATUS } from "./land-status.ts";
import type { Forge } from "../../forge.ts";
import type { AppId } from "../../../core/ids/ids.ts";
import { QUOTA_MS } from "../../../core/review/quota.ts";
import { REPORT_LABEL, reportedApp } from "../../../core/review/user-report.ts";

/** What review asks about the world outside of a pull request. */
export type ForgeAnswers = Required<Pick<JudgePorts, "openReports" | "recentSubmissions">>;

/**
 * Answers from the forge what review asks of it, in a request or two for a whole run: each list is asked for when it is first needed.
 *
 * @throws ForgeError from both answers
 */
export function askForge(forge: Pick<Forge, "pullsSince" | "openIssues" | "status">, now: Date): ForgeAnswers {
  const pulls = once(() => forge.pullsSince(new Date(now.getTime() - QUOTA_MS)));
  const said = new Map<string, boolean>();
  // Of code the merge job says nothing.
  const wasSubmission = async (head: string): Promise<boolean> => {
    const known = said.get(head) ?? (await forge.status(head, LAND_STATUS)) !== null;
    said.set(head, known);
    return known;
  };
  const reports = once(async () => {
    const apps = (await forge.openIssues(REPORT_LABEL)).map(({ body }) => reportedApp(body));
    return Map.groupBy(apps, (app) => app);
  });
  return {
    async openReports(app: AppId) {
      return (await reports()).get(app)?.length ?? 0;
    },
    async recentSubmissions(author, before, most) {
      const own = (await pulls()).filter((pull) => pull.author === author && pull.number < before);
      // What was code is asked only where it matters.
      const found =
        own.length < most ? own : await keep(own, async (pull) => pull.open || (await wasSubmission(pull.head)));
      return found.map(({ openedAt }) => openedAt);
    },
  };
}

async function keep<Item>(items: readonly Item[], isKept: (item: Item) => Promise<boolean>): Promise<readonly Item[]> {
  const kept: Item[] = [];
  for (const item of items) if (await isKept(item)) kept.push(item);
  return kept;
}

function once<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | null = null;
  return () => (answer ??= ask());
}
