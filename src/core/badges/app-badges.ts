import { type Badge, badgeSvg } from "./badge.ts";
import { type LinkBadgeTheme, linkBadgeSvg } from "./link-badge.ts";

/** What badges tell of an app. */
export interface BadgeApp {
  readonly id: string;
  readonly name: string;
  /** SPDX; null when nobody said. */
  readonly license: string | null;
  /** The version that the store offers first. */
  readonly version: string;
  /** Whether it can be had. */
  readonly status: "available" | "yanked" | "suspended";
  readonly score: { readonly points: number; readonly of: number };
}

/** Paths of badges in the store. */
export const badgePaths = {
  app: (id: string): string => `badges/${id}.svg`,
  version: (id: string): string => `badges/${id}/version.svg`,
  score: (id: string): string => `badges/${id}/score.svg`,
  license: (id: string): string => `badges/${id}/license.svg`,
  link: (theme: LinkBadgeTheme): string => `badges/get-it-on-mosis-${theme}.svg`,
} as const;

/** Pictures by path. */
type Badges = readonly (readonly [path: string, svg: string])[];

/** The badges of one app. */
export function appBadges(app: BadgeApp, storeTitle: string): Badges {
  const { id, name, license, score } = app;
  const state = stateOf(app);
  return [
    [badgePaths.app(id), badgeSvg({ ...state, label: storeTitle, value: `${name} ${state.value}` })],
    [badgePaths.version(id), badgeSvg({ ...state, label: "version" })],
    [badgePaths.score(id), badgeSvg({ label: "score", value: `${score.points} of ${score.of}`, tone: toneOf(score) })],
    [
      badgePaths.license(id),
      badgeSvg({ label: "licence", value: license ?? "not stated", tone: license === null ? "quiet" : "note" }),
    ],
  ];
}

/** The badges of the store itself. */
export function storeBadges(storeTitle: string): Badges {
  return (["light", "dark"] as const).map((theme) => [badgePaths.link(theme), linkBadgeSvg(storeTitle, theme)]);
}

function toneOf({ points, of }: BadgeApp["score"]): Badge["tone"] {
  const share = points / of;
  return share >= 0.8 ? "good" : share >= 0.5 ? "note" : "quiet";
}

function stateOf({ version, status }: BadgeApp): Pick<Badge, "value" | "tone"> {
  switch (status) {
    case "available":
      return { value: version, tone: "good" };
    case "yanked":
      return { value: "withdrawn", tone: "bad" };
    case "suspended":
      return { value: "suspended", tone: "bad" };
  }
}
