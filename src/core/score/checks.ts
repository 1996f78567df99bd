import { isRecent, RECENT_DAYS } from "./recent.ts";
import type { ScoreFacts } from "./score-facts.ts";
import { compareSemver } from "../ids/semver.ts";
import { version as apiVersion } from "../sdk/api-names.generated.ts";
import { emptyAlts } from "../text/alt-text.ts";

/** What a check found; `have` and `want` where a number or a name says more than yes or no. */
export interface Measured {
  readonly passed: boolean;
  readonly have?: number | string;
  readonly want?: number | string;
}

interface Check {
  readonly id: string;
  readonly group: ScoreGroup;
  /** Points for passing. */
  readonly of: number;
  measure(facts: ScoreFacts): Measured;
}

/** What a check is about, in the order of pages. */
export type ScoreGroup = "listing" | "trust" | "permissions" | "languages" | "care" | "weight";

const MIB = 1 << 20;
const SUMMARY_CHARACTERS = 20;
const DESCRIPTION_CHARACTERS = 200;
const SCREENSHOTS = 3;
const TAGS = 2;
const LANGUAGES = 2;
/** From this share of its texts on, in percent, a language counts as translated. */
const TRANSLATED_PERCENT = 90;
const PACKAGE_BYTES = 5 * MIB;

/** Every check, in the order of pages. docs/reference/score.md says what each is for; the points of all are 100. */
export const checks = [
  {
    id: "summary",
    group: "listing",
    of: 5,
    measure: ({ listing }) => atLeast(characters(listing?.summary ?? ""), SUMMARY_CHARACTERS),
  },
  {
    id: "description",
    group: "listing",
    of: 8,
    measure: ({ listing }) => atLeast(characters(listing?.description.join("\n") ?? ""), DESCRIPTION_CHARACTERS),
  },
  {
    id: "screenshots",
    group: "listing",
    of: 8,
    measure: ({ listing }) => atLeast(listing?.screenshots.length ?? 0, SCREENSHOTS),
  },
  {
    id: "screenshot-alt",
    group: "listing",
    of: 5,
    measure({ name, listing }) {
      const alts = listing?.screenshots.map(({ alt }) => alt) ?? [];
      return atLeast(alts.length - emptyAlts(name, alts).length, Math.max(alts.length, 1));
    },
  },
  { id: "category", group: "listing", of: 2, measure: ({ categories }) => atLeast(categories.length, 1) },
  { id: "tags", group: "listing", of: 2, measure: ({ tags }) => atLeast(tags.length, TAGS) },
  { id: "license", group: "trust", of: 6, measure: ({ license }) => stated(license) },
  { id: "source", group: "trust", of: 7, measure: ({ hasSource: passed }) => ({ passed }) },
  { id: "homepage", group: "trust", of: 3, measure: ({ homepage }) => stated(homepage) },
  { id: "verified-domain", group: "trust", of: 6, measure: ({ domains: [first = null] }) => stated(first) },
  { id: "no-exception", group: "trust", of: 3, measure: ({ exceptions }) => none(exceptions) },
  {
    id: "permission-reasons",
    group: "permissions",
    of: 7,
    measure: ({ permissions, permissionReasons }) =>
      none(permissions.filter((id) => (permissionReasons[id] ?? "").trim() === "")),
  },
  {
    id: "permissions-used",
    group: "permissions",
    of: 5,
    measure: ({ reviewFindings }) => ({ passed: !reviewFindings.includes("permission/unused") }),
  },
  {
    id: "hosts-named",
    group: "permissions",
    of: 3,
    measure: ({ hosts }) => none(hosts.filter((host) => host.startsWith("*."))),
  },
  {
    id: "listing-languages",
    group: "languages",
    of: 5,
    measure: ({ languages }) => atLeast(languages.length, LANGUAGES),
  },
  {
    id: "translated",
    group: "languages",
    of: 5,
    measure: ({ texts: { of, locales } }) =>
      atLeast(
        Object.values(locales).filter((texts) => of > 0 && texts * 100 >= of * TRANSLATED_PERCENT).length,
        LANGUAGES,
      ),
  },
  {
    id: "release-notes",
    group: "care",
    of: 5,
    measure: ({ notes }) => ({ passed: Object.values(notes).some((lines) => lines.join("").trim() !== "") }),
  },
  {
    id: "tested-version",
    group: "care",
    of: 4,
    measure: ({ testedVersion }) => ({
      passed: testedVersion !== null && compareSemver(testedVersion, apiVersion) >= 0,
      ...(testedVersion !== null && { have: testedVersion }),
      want: apiVersion,
    }),
  },
  {
    id: "updated",
    group: "care",
    of: 6,
    measure: ({ publishedAt, newest }) => ({ passed: isRecent(publishedAt, newest), want: RECENT_DAYS }),
  },
  {
    id: "package-size",
    group: "weight",
    of: 5,
    measure: ({ packageLength }) => ({
      passed: packageLength <= PACKAGE_BYTES,
      have: packageLength,
      want: PACKAGE_BYTES,
    }),
  },
] as const satisfies readonly Check[];

function atLeast(have: number, want: number): Measured {
  return { passed: have >= want, have, want };
}

function stated(value: string | null): Measured {
  return value === null ? { passed: false } : { passed: true, have: value };
}

/** Passed where nothing was found; else names the first. */
function none(found: readonly string[]): Measured {
  const [first] = found;
  return first === undefined ? { passed: true } : { passed: false, have: first };
}

/** Characters as people count them, but for those made of several. */
function characters(text: string): number {
  return Array.from(text.trim()).length;
}
