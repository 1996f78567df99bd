import { dryRunOption, globalOptions } from "../../src/cli/arguments/global-options.ts";
import type { Command, OptionSpec } from "../../src/cli/command.ts";
import { errorCodes } from "../../src/cli/errors/error-codes.ts";
import { exitCodes } from "../../src/cli/errors/exit-codes.ts";
import { optionName, optionSummary, synopsis } from "../../src/cli/render/usage.ts";

/** The reference page of the command line, as Markdown for Starlight. */
export function cliReference(commands: readonly Command[]): string {
  return [
    HEAD,
    "## Options of every command",
    optionTable(globalOptions),
    ...commands.flatMap(commandSection),
    "## Exit codes",
    table(["Code", "Meaning"], Object.entries(exitCodes)),
    "## Error codes",
    "What a command could not do, as `error.code` of its JSON document. `app-lineage` also has `error.problem`, one of `other-owner`, `genesis`, `history`, `rotation`: what the specification of keys and lineage calls it.",
    table(
      ["Code", "Exit code", "Meaning"],
      Object.entries(errorCodes).map(([code, { exit, title }]) => [`\`${code}\``, String(exit), title]),
    ),
    "",
  ].join("\n\n");
}

const HEAD = `---
title: Command line
description: Every command of mosis, its options, exit codes and errors.
---

<!-- Generated from src/cli/commands/table.ts by \`npm run generate\`; a test compares. Do not edit. -->

\`mosis\` makes, checks, packs and signs apps. It needs Node 24 or newer.

Results go to stdout, everything else to stderr. With \`--json\`, stdout gets exactly one JSON document: \`ok\` says whether the
exit code is 0, the rest depends on the command. Errors are documents, too:

\`\`\`json
{ "ok": false, "error": { "code": "not-found", "message": "What failed.", "fix": "What to do." } }
\`\`\`

Questions are asked only on a terminal, never with \`--json\`, \`--yes\` or in CI; each has an option instead. \`NO_COLOR\` and
\`FORCE_COLOR\` are obeyed.`;

function commandSection(command: Command): readonly string[] {
  const { name, summary, description, positionals, options, mutates, examples } = command;
  const own = { ...options, ...(mutates && dryRunOption) };
  const args = positionals.map((each) => [`\`${each.name}\``, each.required ? "yes" : "no", `${each.summary}.`]);
  return [
    `## mosis ${name}`,
    `${summary}.`,
    fence([synopsis(command)]),
    ...description,
    ...(args.length > 0 ? [table(["Argument", "Required", "Meaning"], args)] : []),
    ...(Object.keys(own).length > 0 ? [optionTable(own)] : []),
    fence(examples.flatMap((example) => [`# ${example.summary}`, example.command])),
  ];
}

function optionTable(options: Readonly<Record<string, OptionSpec>>): string {
  const rows = Object.entries(options).map(([long, option]) => [
    `\`${optionName(long, option)}\``,
    `${optionSummary(option)}.`,
  ]);
  return table(["Option", "Meaning"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("<", "&lt;")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function fence(lines: readonly string[]): string {
  return ["```sh", ...lines, "```"].join("\n");
}
