import { completionBash } from "./completion-bash.ts";
import { completionFish } from "./completion-fish.ts";
import { completionZsh } from "./completion-zsh.ts";
import { optionsOf } from "../arguments/parse-arguments.ts";
import type { Command, OptionSpec } from "../command.ts";

/** Shells there is a script for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** What may stand at one place of the command line: behind `mosis`, a group such as `keys`, or a command. */
export interface Place {
  /** The words behind `mosis`; none at the start. */
  readonly words: string;
  /** Words that may follow, with what they do. Empty behind a command. */
  readonly next: readonly Candidate[];
  /** Words for an argument that takes only these. */
  readonly values: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
}

export interface Candidate {
  readonly word: string;
  readonly summary: string;
}

/** The script that teaches a shell the commands of the table. It runs nothing but the shell itself. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  const script = { bash: completionBash, zsh: completionZsh, fish: completionFish }[shell];
  return script(placesOf(commands));
}

function placesOf(commands: readonly Command[]): readonly Place[] {
  const groups = new Set(["", ...commands.map(({ name }) => name.split(" ").slice(0, -1).join(" "))]);
  return [
    ...[...groups].map((words) => ({
      words,
      next: nextWords(words, commands),
      values: [],
      options: optionsOf(null),
    })),
    ...commands.map((command) => ({
      words: command.name,
      next: [],
      values: command.name === "completion" ? shells : [],
      options: optionsOf(command),
    })),
  ];
}

function nextWords(group: string, commands: readonly Command[]): readonly Candidate[] {
  const prefix = group === "" ? "" : `${group} `;
  const found = new Map<string, Candidate>();
  for (const { name, summary } of commands.filter((each) => each.name.startsWith(prefix))) {
    const [word = "", ...more] = name.slice(prefix.length).split(" ");
    const others = found.has(word) || more.length > 0;
    found.set(word, { word, summary: others ? `Commands of ${prefix}${word}` : summary });
  }
  return [...found.values()];
}
