import type { FixtureApp } from "./site-fixture-apps.ts";

/** A name that turns what follows around, hides letters, builds towers, and does not break. */
export const UNRULY_NAME = `\u202eetirovaf\u200b 👩‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿 Z${"\u0301\u0359".repeat(40)}o ${"W".repeat(60)}`;

const COMMON = { owner: "mallory", art: "weather", categories: ["tools"], links: {}, alt: [] } as const;
const WORD = "Donaudampfschifffahrt".repeat(40);

/** Apps whose texts are as wild as Unicode allows; the rules of packages would refuse most of them. */
export const unrulyApps: readonly FixtureApp[] = [
  {
    ...COMMON,
    id: "org.example.unruly",
    name: UNRULY_NAME,
    license: WORD,
    permissions: { camera: `\u2067${WORD}`, [WORD]: "\u202ewhy" },
    listings: {
      en: {
        summary: `\u202d${UNRULY_NAME}`,
        description: [
          UNRULY_NAME,
          "",
          `# ${WORD}`,
          `- \`${WORD}\``,
          "```",
          WORD,
          "```",
          `https://example.com/${WORD}`,
          "",
          ...Array.from({ length: 190 }, (_, line) => `${line} is one of two hundred lines. `.repeat(30)),
        ],
      },
    },
    versions: [
      { version: `1.0.0-${"0a.".repeat(40)}0`, notes: [UNRULY_NAME, WORD], yanked: WORD },
      { version: "1.0.1" },
    ],
  },
  {
    ...COMMON,
    id: "org.example.unseen",
    name: "\u200b\u3164\u2060",
    permissions: {},
    listings: { en: { summary: "\u200b", description: ["\u2800"] } },
    versions: [{ version: "1.0.0" }],
  },
];
