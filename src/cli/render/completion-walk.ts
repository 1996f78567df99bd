import type { Place } from "./completion.ts";

/** Text as one word of a POSIX-like shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The `case` arms, for bash and zsh, that lead from one place to the next by a word. */
export function steps(places: readonly Place[]): readonly string[] {
  return places.flatMap(({ words, next }) =>
    next.map(({ word }) => `${quote(`${words}|${word}`)}) at=${quote(`${words} ${word}`.trim())} ;;`),
  );
}

/** Options with a value, as the `case` patterns of bash and zsh for all their spellings. */
export function valuePatterns({ words, options }: Place) {
  return Object.entries(options).flatMap(([long, option]) => {
    if (option.type === "boolean") return [];
    const names = [`--${long}`, ...(option.short === undefined ? [] : [`-${option.short}`])];
    return [{ pattern: names.map((name) => quote(`${words}|${name}`)).join("|"), choices: option.choices ?? [] }];
  });
}

/** All spellings of the options of a place, with what they do. */
export function optionCandidates({ options }: Place) {
  return Object.entries(options).flatMap(([long, { short, summary }]) => [
    { word: `--${long}`, summary },
    ...(short === undefined ? [] : [{ word: `-${short}`, summary }]),
  ]);
}
