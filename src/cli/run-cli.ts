import { statSync } from "node:fs";
import { resolve } from "node:path";

import { parseArguments, type Request, wantsJson } from "./arguments/parse-arguments.ts";
import type { Command, CommandResult } from "./command.ts";
import { CliError } from "./errors/cli-error.ts";
import type { ExitCode } from "./errors/exit-codes.ts";
import type { JsonObject } from "../core/json/value.ts";
import { usageJson, usageOfAll, usageOfCommand } from "./render/usage.ts";
import type { Io } from "./terminal/io.ts";
import { openTerminal, type Terminal } from "./terminal/terminal.ts";
import { mosisVersion } from "../node/mosis-version.ts";

/**
 * Runs one command line from arguments to exit code. Whatever happens, with `--json` stdout gets exactly one document, and nothing is
 * ever thrown.
 */
export async function runCli(argv: readonly string[], commands: readonly Command[], io: Io): Promise<ExitCode> {
  const json = wantsJson(argv);
  try {
    const request = parseArguments(argv, commands);
    const yes = request.kind === "run" && request.options["yes"] === true;
    const terminal = openTerminal(io, { json, yes });
    const result = await answer(request, commands, terminal, io);
    io.stdout.write(json ? document({ ok: result.exitCode === 0, ...result.json }) : `${result.human}\n`);
    return result.exitCode;
  } catch (error) {
    return reportError(error, json, io);
  }
}

async function answer(
  request: Request,
  commands: readonly Command[],
  terminal: Terminal,
  io: Io,
): Promise<CommandResult> {
  switch (request.kind) {
    case "version": {
      const version = mosisVersion();
      return { exitCode: 0, json: { version }, human: version };
    }
    case "help": {
      const { command, words } = request;
      const human =
        command === null ? usageOfAll(commands, words, terminal.style) : usageOfCommand(command, terminal.style);
      const group = words.join(" ");
      const listed = commands.filter(({ name }) => words.length === 0 || `${name} `.startsWith(`${group} `));
      return { exitCode: 0, json: usageJson(listed), human };
    }
    case "incomplete": {
      const name = `mosis ${request.words.join(" ")}`;
      throw new CliError(
        "unknown-command",
        `\`${name}\` is a group of commands.`,
        `Run \`${name} --help\` for the list.`,
      );
    }
    case "run": {
      const { command, options, args, dryRun, cwd } = request;
      const { env, checker, onInterrupt } = io;
      const context = {
        options,
        args,
        dryRun,
        cwd: folder(resolve(io.cwd, cwd ?? "")),
        env,
        terminal,
        checker,
        onInterrupt,
      };
      const { run } = await command.load();
      return run(context);
    }
  }
}

function folder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new CliError("not-found", `There is no folder \`${path}\` to run in.`, "Check the value of `--cwd`.");
}

async function reportError(error: unknown, json: boolean, io: Io): Promise<ExitCode> {
  const { errorJson, explainError } = await import("./errors/explain-error.ts");
  const explained = explainError(error);
  const { exit, message, fix, stack } = explained;
  const host = `mosis ${mosisVersion()}, ${io.host}`;
  if (json) {
    const bug = stack === null ? {} : { host, stack };
    io.stdout.write(document({ ok: false, error: { ...errorJson(explained), ...bug } }));
  } else {
    const terminal = openTerminal(io, { json, yes: false });
    terminal.fail(message);
    for (const line of [fix, ...(stack === null ? [] : [host, stack])]) if (line !== null) terminal.say(line);
  }
  return exit;
}

function document(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
