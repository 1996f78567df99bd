/** Random numbers from 0 up to, but not, 1: the same for a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TOPS = "com com com com org org io net de fr app dev eu me".split(" ");
const HOSTS = "github gitlab codeberg".split(" ");
const WORDS = (
  "notes weather clock timer calendar music player radio podcast reader books news mail chat camera gallery photo video " +
  "recorder files backup sync wallet budget bank maps transit train bike run fitness health sleep water recipe cook shop " +
  "list tasks todo habits journal diary draw paint sketch chess sudoku puzzle solitaire snake tetris rocket space stars " +
  "compass level ruler torch scanner keyboard launcher wallpaper icons theme browser search translate dictionary learn " +
  "flashcards math physics chemistry code editor terminal monitor battery network speed password vault secure guard " +
  "garden plants birds cats dogs family baby kids school quiz trivia poker dice cards darts tennis soccer hockey golf " +
  "ski surf hike camp travel flight hotel taxi market auction coupon tickets cinema series anime comic manga podium " +
  "piano guitar drums tuner metronome lyrics karaoke dance yoga mind breathe focus pomodoro alarm stopwatch counter"
).split(" ");
const SYLLABLES = (
  "ba be bo da de do fa fi ga go ha he ja ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta " +
  "te ti to va ve vi vo wa xe ya yo za ze zo bra cre dru fli gla klo pla qui sto tre"
).split(" ");

/** An id and who has it: people with two or three apps are common, and those are alike. */
export interface SyntheticId {
  readonly id: string;
  readonly owner: string;
}

/** Reverse-DNS ids as stores have them: organisations and people of two to four syllables, apps of one or two words. */
export function syntheticIds(count: number, random: () => number): readonly SyntheticId[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const ids = new Map<string, string>();
  while (ids.size < count) {
    const name = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join("");
    const owner = random() < 0.25 ? `io.${pick(HOSTS)}.${name}` : `${pick(TOPS)}.${name}`;
    for (let apps = 1 + Math.floor(random() * random() * 4); apps > 0 && ids.size < count; apps -= 1) {
      const form = random();
      const app = form < 0.6 ? pick(WORDS) : form < 0.85 ? pick(WORDS) + pick(WORDS) : `${pick(WORDS)}-${pick(WORDS)}`;
      ids.set(`${owner}.${app}`, owner);
    }
  }
  return [...ids].map(([id, owner]) => ({ id, owner }));
}

const SWAPS: readonly (readonly [string, string])[] = [
  ["o", "0"],
  ["l", "1"],
  ["i", "l"],
  ["m", "rn"],
  ["w", "vv"],
  ["s", "5"],
];
const BESIDE: Readonly<Record<string, string>> = {
  a: "s",
  e: "r",
  i: "o",
  n: "m",
  o: "p",
  r: "t",
  s: "d",
  t: "y",
  u: "i",
};

/** What an impostor would register for an id: one change of a kind that people overlook. */
export function lookAlikeOf(id: string, random: () => number): string {
  const at = (): number => id.indexOf(".") + 2 + Math.floor(random() * (id.length - id.indexOf(".") - 3));
  const letter = (): number => {
    for (;;) {
      const place = at();
      if (/[a-z]/.test(id[place] ?? "") && /[a-z]/.test(id[place + 1] ?? "")) return place;
    }
  };
  const kinds: readonly (() => string)[] = [
    () => {
      const [from, to] = SWAPS[Math.floor(random() * SWAPS.length)] ?? ["o", "0"];
      const place = id.lastIndexOf(from);
      return place <= id.indexOf(".") + 1 ? id : id.slice(0, place) + to + id.slice(place + from.length);
    },
    () => {
      const place = letter();
      return id.slice(0, place) + (BESIDE[id[place] ?? ""] ?? id[place]) + id.slice(place + 1);
    },
    () => {
      const place = letter();
      return id.slice(0, place) + id.slice(place + 1);
    },
    () => {
      const place = letter();
      return id.slice(0, place) + (id[place] ?? "") + id.slice(place);
    },
    () => {
      const place = letter();
      return id.slice(0, place) + (id[place + 1] ?? "") + (id[place] ?? "") + id.slice(place + 2);
    },
    () => {
      const place = letter();
      return `${id.slice(0, place + 1)}-${id.slice(place + 1)}`;
    },
    () => {
      const place = letter();
      return id.slice(0, place) + "aeiou"[Math.floor(random() * 5)] + id.slice(place + 1);
    },
    () => id.replaceAll("-", "").replace(/\.([^.]+)\.([^.]+)$/, ".$2.$1"),
    () => id.replace(/^[a-z]+/, (top) => (top === "com" ? "net" : "com")),
    () => `${id}s`,
  ];
  for (;;) {
    const changed = kinds[Math.floor(random() * kinds.length)]?.() ?? id;
    if (changed !== id) return changed;
  }
}
