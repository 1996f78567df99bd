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
}

/** Paths of badges in the store. */
export const badgePaths = {
  app: (id: string): string => `badges/${id}.svg`,
  version: (id: string): string => `badges/${id}/version.svg`,
  license: (id: string): string => `badges/${id}/license.svg`,
  link: (theme: LinkBadgeTheme): string => `badges/get-it-on-mosis-${theme}.svg`,
} as const;

/** Pictures by path. */
type Badges = readonly (readonly [path: string, svg: string])[];

/** The badges of one app. */
export function appBadges(app: BadgeApp, storeTitle: string): Badges {
  const { id, name, license } = app;
  const state = stateOf(app);
  return [
    [badgePaths.app(id), badgeSvg({ ...state, label: storeTitle, value: `${name} ${state.value}` })],
    [badgePaths.version(id), badgeSvg({ ...state, label: "version" })],
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
