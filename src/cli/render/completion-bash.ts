import type { Place } from "./completion.ts";
import { optionCandidates, quote, steps, valuePatterns } from "./completion-walk.ts";

/** A script for bash 3.2 and newer. Where it offers nothing, bash offers files. */
export function completionBash(places: readonly Place[]): string {
  const list = (words: readonly string[]) => quote(words.join(" "));
  return `# bash completion of mosis: source this file, or put it into a folder of bash-completion.
_mosis() {
  local at='' previous='' current="\${COMP_WORDS[COMP_CWORD]}" words='' word
  local index
  for (( index = 1; index < COMP_CWORD; index++ )); do
    word="\${COMP_WORDS[index]}"
    # Bash splits --cwd=dir at the sign.
    if [[ $word == '=' ]]; then continue; fi
    if [[ $previous == '--cwd' ]]; then previous=''; continue; fi
    previous="$word"
    case "$at|$word" in
${indent(steps(places), 6)}
    esac
  done
  if [[ $current == '=' ]]; then current=''; fi
  COMPREPLY=()
  case "$at|$previous" in
${indent(
  places.flatMap((place) =>
    valuePatterns(place).map(({ pattern, choices }) =>
      choices.length === 0 ? `${pattern}) return ;;` : `${pattern}) words=${list(choices)} ;;`,
    ),
  ),
  4,
)}
  esac
  if [[ -z $words && $current == -* ]]; then
    case "$at" in
${indent(
  places.map((place) => `${quote(place.words)}) words=${list(optionCandidates(place).map(({ word }) => word))} ;;`),
  6,
)}
    esac
  elif [[ -z $words ]]; then
    case "$at" in
${indent(
  places.flatMap(({ words, next, values }) => {
    const offered = [...next.map(({ word }) => word), ...values];
    return offered.length === 0 ? [] : [`${quote(words)}) words=${list(offered)} ;;`];
  }),
  6,
)}
    esac
  fi
  if [[ -n $words ]]; then COMPREPLY=( $(compgen -W "$words" -- "$current") ); fi
}
complete -o default -F _mosis mosis`;
}

function indent(lines: readonly string[], by: number): string {
  return lines.map((line) => `${" ".repeat(by)}${line}`).join("\n");
}
