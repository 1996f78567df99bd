import type { Place } from "./completion.ts";

/** A script for fish 3 and newer, for `~/.config/fish/completions/mosis.fish`. */
export function completionFish(places: readonly Place[]): string {
  const steps = places.flatMap(({ words, next }) =>
    next.map(
      ({ word }) =>
        `            case ${quote(`${words}|${word}`)}\n                set at ${quote(`${words} ${word}`.trim())}`,
    ),
  );
  return `function __mosis_at
    set -l at ''
    set -l previous ''
    for word in (commandline -opc)
        if test "$previous" = --cwd
            set previous ''
            continue
        end
        set previous $word
        switch "$at|$word"
${steps.join("\n")}
        end
    end
    test "$at" = "$argv[1]"
end
${places.flatMap(linesOf).join("\n")}`;
}

function linesOf({ words, next, values, options }: Place): readonly string[] {
  const start = `complete -c mosis -n ${quote(`__mosis_at ${quote(words)}`)}`;
  return [
    ...next.map(({ word, summary }) => `${start} -f -a ${quote(word)} -d ${quote(summary)}`),
    ...(values.length > 0 ? [`${start} -f -a ${quote(values.join(" "))}`] : []),
    ...Object.entries(options).map(([long, option]) => {
      const value =
        option.type === "boolean"
          ? ""
          : option.choices === undefined
            ? " -r"
            : ` -x -a ${quote(option.choices.join(" "))}`;
      return `${start}${option.short === undefined ? "" : ` -s ${option.short}`} -l ${long}${value} -d ${quote(option.summary)}`;
    }),
  ];
}

/** In single quotes fish knows two escapes. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`)}'`;
}
