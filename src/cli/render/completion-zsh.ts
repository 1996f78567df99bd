import type { Candidate, Place } from "./completion.ts";
import { optionCandidates, quote, steps, valuePatterns } from "./completion-walk.ts";

/** A script for zsh: for a folder of `$fpath` as `_mosis`, or to be sourced after `compinit`. */
export function completionZsh(places: readonly Place[]): string {
  const described = (candidates: readonly Candidate[]) =>
    candidates.map(({ word, summary }) => quote(`${word.replaceAll(":", String.raw`\:`)}:${summary}`)).join(" ");
  return `#compdef mosis
_mosis() {
  local at='' previous='' current="\${words[CURRENT]}" word
  local -i index
  local -a found
  for (( index = 2; index < CURRENT; index++ )); do
    word="\${words[index]}"
    if [[ $previous == '--cwd' ]]; then previous=''; continue; fi
    previous="$word"
    case "$at|$word" in
${indent(steps(places), 6)}
    esac
  done
  if [[ $current == --*=* ]]; then
    previous="\${current%%=*}"
    compset -P 1 '*='
    current=''
  fi
  case "$at|$previous" in
${indent(
  places.flatMap((place) =>
    valuePatterns(place).map(({ pattern, choices }) =>
      choices.length === 0 ? `${pattern}) _files; return ;;` : `${pattern}) compadd -- ${choices.join(" ")}; return ;;`,
    ),
  ),
  4,
)}
  esac
  if [[ $current == -* ]]; then
    case "$at" in
${indent(
  places.map((place) => `${quote(place.words)}) found=(${described(optionCandidates(place))}) ;;`),
  6,
)}
    esac
    _describe -o 'option' found
    return
  fi
  case "$at" in
${indent(
  places.flatMap(({ words, next, values }) => {
    if (next.length > 0) return [`${quote(words)}) found=(${described(next)}); _describe 'command' found ;;`];
    return values.length > 0 ? [`${quote(words)}) compadd -- ${values.join(" ")} ;;`] : [];
  }),
  4,
)}
    *) _files ;;
  esac
}
if [[ $funcstack[1] == _mosis ]]; then _mosis "$@"; else compdef _mosis mosis; fi`;
}

function indent(lines: readonly string[], by: number): string {
  return lines.map((line) => `${" ".repeat(by)}${line}`).join("\n");
}
