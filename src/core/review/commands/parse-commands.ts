import { commandLines } from "./command-lines.ts";
import { type Command, commandForms, type CommandName, isCommandName } from "./command.ts";
import { echo } from "../../findings/finding.ts";
import { nearest } from "../../findings/nearest.ts";

/** A line that means to be a command and is none. */
export interface CommandMistake {
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** How it is written. */
  readonly expected: string;
}

export interface ParsedCommands {
  /** In the order of their lines. */
  readonly commands: readonly Command[];
  readonly mistakes: readonly CommandMistake[];
}

/** Characters of a reason that are kept. */
const MAX_REASON = 1000;
const SHA = /^[0-9a-f]{40}$/;

/** The commands of a comment. What is a command, and where, is in `commandLines` and docs/guides/review-process.md. */
export function parseCommands(body: string): ParsedCommands {
  const commands: Command[] = [];
  const mistakes: CommandMistake[] = [];
  for (const { text, quoted } of commandLines(body)) {
    const [, word = "", rest = ""] = /^\/(\S+)[ \t]*(.*)$/s.exec(text) ?? [];
    // A path, such as /etc/passwd, is no attempt at a command.
    if (!/^[a-z-]+$/i.test(word)) continue;
    const parsed = isCommandName(word) ? parseArguments(word, rest.trim(), quoted) : unknownCommand(word);
    if ("name" in parsed) commands.push(parsed);
    else mistakes.push(parsed);
  }
  return { commands, mistakes };
}

function unknownCommand(word: string): CommandMistake {
  const names = Object.keys(commandForms);
  const close = nearest(word, names);
  const message = `There is no command ${echo(`/${word}`)}.`;
  if (close !== null && isCommandName(close)) return { message, expected: commandForms[close] };
  return { message, expected: names.map((name) => `/${name}`).join(", ") };
}

function parseArguments(name: CommandName, rest: string, quoted: boolean): Command | CommandMistake {
  const expected = commandForms[name];
  if (quoted) {
    return { message: `/${name} stands right below a quotation and is part of it. Leave an empty line.`, expected };
  }
  const reason = rest === "" ? null : rest.slice(0, MAX_REASON);
  switch (name) {
    case "approve": {
      const [, sha = "", why = ""] = /^(\S*)[ \t]*(.*)$/s.exec(rest) ?? [];
      if (!SHA.test(sha)) {
        const said = sha === "" ? "no commit" : `${echo(sha)}, which is no whole commit`;
        return { message: `/approve names ${said}.`, expected };
      }
      return { name, sha, reason: why === "" ? null : why.slice(0, MAX_REASON) };
    }
    case "unhold":
    case "withdraw":
      return { name, reason };
    default:
      return reason === null ? { message: `/${name} gives no reason.`, expected } : { name, reason };
  }
}
