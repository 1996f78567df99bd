import { unrulyApps } from "./site-fixture-unruly.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { TextCounts } from "../core/package/text-counts.ts";
import type { Categories, Collection, Decision, DeveloperBody, Exception, Track } from "../core/registry/documents.ts";

/** An app of the made-up store that pages are tested with. */
export interface FixtureApp {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  /** Folder of src/system-apps that lends icon and screenshots. */
  readonly art: string;
  readonly categories: readonly string[];
  readonly license?: string;
  readonly links: { readonly [kind: string]: string };
  /** Reason by permission. */
  readonly permissions: { readonly [permission: string]: string };
  readonly listings: {
    readonly [locale: string]: { readonly summary: string; readonly description: readonly string[] };
  };
  /** One a screenshot. */
  readonly alt: readonly string[];
  /** Oldest first; codes from 1. */
  readonly versions: readonly FixtureVersion[];
  /** Why the store has suspended it. */
  readonly suspended?: string;
  readonly tags?: readonly string[];
  /** Its repository; each version has a commit of its own. */
  readonly source?: string;
  /** Hosts it talks to. */
  readonly hosts?: readonly string[];
  /** How far its own texts are translated. */
  readonly texts?: TextCounts;
}

export interface FixtureVersion {
  readonly version: string;
  readonly notes?: readonly string[];
  readonly track?: Track;
  readonly rollout?: number;
  /** Why it was withdrawn. */
  readonly yanked?: string;
  /** Reason by permission, beside those of the app. */
  readonly permissions?: { readonly [permission: string]: string };
  /** Bytes of files that are new or other ones than before, by path; null for those that are gone. */
  readonly files?: { readonly [path: string]: number | null };
  /** What people said who looked at it, and why they had to; the machine decided where absent. */
  readonly reviewed?: { readonly statements: readonly string[]; readonly reasons: Decision["reasons"] };
}

export const fixtureCategories: Categories["categories"] = [
  { id: "productivity", name: { en: "Productivity", de: "Produktivität" } },
  { id: "weather", name: { en: "Weather" } },
  { id: "travel", name: { en: "Travel" } },
  { id: "games", name: { en: "Games" } },
  { id: "tools", name: { en: "Tools" } },
  { id: "music", name: { en: "Music" } },
];

export const fixtureCollections: readonly Collection[] = [
  {
    id: "staff-picks",
    name: { en: "Staff picks", de: "Unsere Lieblinge" },
    summary: { en: "Apps that we like to use ourselves.", de: "Apps, die wir selbst gern benutzen." },
    apps: ["com.mosis.notes", "com.mosis.fifteen", "com.mosis.weather"] as AppId[],
  },
  {
    id: "quiet-evenings",
    name: { en: "For quiet evenings" },
    apps: ["com.mosis.fifteen", "org.example.lantern"] as AppId[],
  },
];

/** Developers by id. */
export const fixtureDevelopers: Readonly<Record<string, Pick<DeveloperBody, "name" | "domains">>> = {
  mosis: { name: "Mosis", domains: ["mosis.example"] },
  "north-light": { name: "North Light", domains: ["north-light.example", "weather.example"] },
  mallory: { name: '"><script>alert("developer")</script>' },
};

export const fixtureExceptions: readonly Exception[] = [
  {
    rule: "name/similar",
    app_id: "org.example.lantern" as AppId,
    reason: "A lantern is a lantern.",
    approver: 1_001,
    expires: "2099-12-31",
  },
];

/** Text that does something as soon as anything forgets to escape it. */
export const ATTACK = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"'--></title>`;

const MOSIS = { owner: "mosis", license: "MIT", links: { homepage: "https://example.com/app" } } as const;

const FIRST_APP = { rule: "risk/first-app", evidence: "The app is new: a person looks at its first version." } as const;

/** Apps written by hand: ordinary ones, one with a long history, one suspended, one hostile. */
const handmade: readonly FixtureApp[] = [
  {
    ...MOSIS,
    id: "com.mosis.notes",
    name: "Notes",
    art: "notes",
    categories: ["productivity", "tools"],
    permissions: { storage: "Your notes are kept on this phone and nowhere else." },
    listings: {
      en: {
        summary: "Write it down, find it again.",
        description: [
          "A wall of coloured notes for shopping lists, ideas and everything you would otherwise forget.",
          "",
          "Open it, tap the plus and write. There is no save button: every note keeps itself while you type.",
          "",
          "- **Search that forgives.** It finds words in titles and texts, with or without accents.",
          "- **Five colours and a pin.** Give a note a colour and pin what must stay on top.",
          "- **Undo.** Deleted the wrong one? One tap brings it back.",
        ],
      },
      es: { summary: "Apúntalo y encuéntralo.", description: ["Un muro de notas de colores."] },
    },
    alt: ["The wall of notes, one of them pinned", "A blue note in the editor", "The wall with an Undo button"],
    versions: [
      {
        version: "1.0.0",
        notes: ["The first release."],
        files: { "assets/old-search.lua": 1_204 },
        reviewed: { statements: ["It keeps notes, and nothing else.", "Agreed."], reasons: [FIRST_APP] },
      },
      {
        version: "1.1.0",
        notes: ["- Search ignores accents", "- Undo brings back a deleted note"],
        permissions: { clipboard: "To copy a note when you ask for it." },
        files: { "assets/search.lua": 2_310, "assets/main.lua": 4_907, "assets/old-search.lua": null },
        reviewed: {
          statements: ["The clipboard is written to on a button only."],
          reasons: [
            { rule: "risk/permission-added", evidence: 'The update asks for the dangerous permission "clipboard".' },
          ],
        },
      },
    ],
    tags: ["notes", "lists", "text"],
    source: "https://git.example/mosis/notes.git",
    texts: { of: 48, locales: { en: 48, es: 48, de: 31 } },
  },
  {
    ...MOSIS,
    id: "com.mosis.weather",
    name: "Weather",
    owner: "north-light",
    art: "weather",
    categories: ["weather", "travel"],
    permissions: {
      location: "To offer the forecast for where you are; you can always type a place instead.",
      network: "Forecasts and place names come from open-meteo.com.",
      storage: "Your places and their last forecasts are kept on this phone.",
    },
    links: { homepage: "https://example.com/weather", source: "https://example.com/weather.git" },
    listings: {
      en: {
        summary: "A week of weather for the places you care about.",
        description: [
          "The next 24 hours and the next seven days, for any place on Earth.",
          "",
          "- **Hours and days.** Temperature, chance of rain, wind, humidity, sunrise and sunset.",
          "- **Works offline.** The last forecast stays readable, and the app says how old it is.",
          "",
          "Weather data by [Open-Meteo.com](https://open-meteo.com/), CC BY 4.0.",
        ],
      },
    },
    alt: ["Five places and their weather", "The forecast for Lisbon", "A thunderstorm in Nairobi"],
    versions: [
      ...Array.from({ length: 22 }, (_, index) => ({
        version: `1.${index}.0`,
        notes: ["Small improvements."],
        files: { "assets/main.lua": 4_120 + index * 17 },
      })),
      { version: "2.0.0", notes: ["A new look."], yanked: "Showed Celsius as Fahrenheit." },
      { version: "2.0.1", notes: ["Temperatures are right again."] },
      {
        version: "2.1.0-beta.1",
        notes: ["Try the new map."],
        track: "beta",
        rollout: 2_500,
        files: { "assets/map.rml": 3_480, "assets/map.lua": 9_655 },
      },
    ],
    tags: ["weather", "forecast"],
    source: "https://git.example/north-light/weather.git",
    hosts: ["api.open-meteo.com", "*.weather.example"],
    texts: { of: 62, locales: { en: 62, de: 60, ar: 20 } },
  },
  {
    ...MOSIS,
    id: "com.mosis.fifteen",
    name: "Fifteen",
    art: "game",
    categories: ["games"],
    permissions: {},
    listings: {
      en: {
        summary: "The sliding puzzle that lights up as you solve it.",
        description: ["Fifteen tiles, one gap, more than ten trillion ways to mix them up."],
      },
    },
    alt: ["A four by four board", "A three by three board", "The win screen"],
    versions: [{ version: "1.0.0" }],
    tags: ["puzzle", "lists"],
  },
  {
    ...MOSIS,
    id: "org.example.lantern",
    name: "Lantern",
    art: "notes",
    categories: ["tools"],
    permissions: { storage: "Remembers its brightness." },
    listings: { en: { summary: "A light.", description: ["It is a light."] } },
    alt: [],
    versions: [{ version: "0.9.0" }],
    suspended: "It sent data to servers it did not name.",
  },
  {
    id: "org.example.trap",
    name: ATTACK,
    owner: "mallory",
    art: "game",
    categories: ["games"],
    license: "MIT (no)",
    links: { homepage: "https://good.example@evil.example/", source: 'https://evil.example/"onmouseover=alert(1)' },
    permissions: { camera: ATTACK, microphone: ATTACK, "made.up": ATTACK },
    listings: {
      en: {
        summary: ATTACK,
        description: [
          ATTACK,
          "",
          '[click](javascript:alert(1)) [click](data:text/html,x) [x](https://a.example/"onclick=alert(1))',
          `**${ATTACK}** \`${ATTACK}\``,
          "![image](https://evil.example/pixel.png)",
          "",
          "```",
          ATTACK,
        ],
      },
    },
    alt: [ATTACK],
    versions: [
      { version: "1.0.0", notes: [ATTACK], yanked: ATTACK },
      {
        version: "1.0.1",
        notes: [`# ${ATTACK}`, `- ${ATTACK}`],
        files: { "assets/x.lua": 1 },
        reviewed: { statements: [ATTACK], reasons: [{ rule: "permission/unused", evidence: ATTACK }] },
      },
    ],
    source: 'https://evil.example/"><script>alert(1)</script>',
    hosts: [ATTACK],
  },
];

const WORDS =
  "amber basalt cedar delta ember fjord gable harbour island juniper kelp lantern meadow nectar opal prairie quartz river " +
  "sable tundra umber violet willow yarrow zephyr anchor bramble copper dune echo";

/** An app whose texts are as long as the rules allow and share little with those of the next one. */
function fillerApp(number: number): FixtureApp {
  const words = WORDS.split(" ");
  const text = (length: number, step: number): string =>
    Array.from({ length: 16 }, (_, index) => words[(number * 7 + index * step) % words.length])
      .join(" ")
      .slice(0, length)
      .trim();
  const category = fixtureCategories[number % (fixtureCategories.length - 1)]?.id ?? "tools";
  return {
    ...MOSIS,
    id: `org.example.filler-${number}`,
    name: `${text(20, 3)} ${number}`,
    owner: "north-light",
    art: ["notes", "weather", "game"][number % 3] ?? "notes",
    categories: [category],
    permissions: { storage: text(80, 5) },
    listings: { en: { summary: text(80, 11), description: [text(90, 13)] } },
    alt: [],
    versions: [{ version: "1.0.0" }],
    tags: [`filler-${number % 7}`, `filler-${(number * 3 + 1) % 11}`],
  };
}

export const fixtureApps: readonly FixtureApp[] = [
  ...handmade,
  ...unrulyApps,
  ...Array.from({ length: 60 }, (_, number) => fillerApp(number)),
];
