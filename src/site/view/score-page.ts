import type { Reader } from "../i18n/reader.ts";
import type { AppDetails } from "../../core/index/api-documents.ts";
import type { ScoreCheck } from "../../core/score/score.ts";

/** One check of an app. */
export interface CheckView {
  readonly sentence: string;
  readonly passed: boolean;
  /** Passed or not, in words. */
  readonly verdict: string;
  /** How much of what it takes there is, or what was found; empty where there is no more to say. */
  readonly found: string;
  readonly points: string;
}

/** The page that says what the score of an app is made of. */
export interface ScorePageView {
  readonly title: string;
  readonly description: string;
  readonly heading: string;
  readonly appName: string;
  readonly appHref: string;
  readonly groups: readonly { readonly title: string; readonly checks: readonly CheckView[] }[];
}

export function scorePageView({ app_id: id, name, score }: AppDetails, reader: Reader): ScorePageView {
  const { text, routes } = reader;
  const groups = Map.groupBy(score.checks, ({ group }) => group);
  return {
    title: text("score.title", { app: name }),
    description: text("score.description", { app: name }),
    heading: text("score.heading", { points: score.points, of: score.of }),
    appName: name,
    appHref: routes.app(id),
    groups: [...groups].map(([group, checks]) => ({
      title: text(`score.group.${group}`),
      checks: checks.map((check) => checkView(check, reader)),
    })),
  };
}

function checkView(check: ScoreCheck, reader: Reader): CheckView {
  const { id, passed, points, of } = check;
  return {
    sentence: reader.text(`score.${id}`),
    passed,
    verdict: reader.text(passed ? "score.passed" : "score.failed"),
    found: foundText(check, reader),
    points: reader.text("score.found", { have: points, want: of }),
  };
}

function foundText({ id, have, want }: ScoreCheck, { text, number, bytes }: Reader): string {
  if (have === undefined) return "";
  if (typeof have === "string") return have;
  if (typeof want !== "number") return number(have);
  const show = id === "package-size" ? bytes : number;
  return text("score.found", { have: show(have), want: show(want) });
}
