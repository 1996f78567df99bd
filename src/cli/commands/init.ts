import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import type { init } from "./specs/packages.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { isMissing } from "../errors/is-missing.ts";
import { valueTrouble } from "../init/check-values.ts";
import { defaultValues } from "../init/defaults.ts";
import { gitAuthor } from "../init/git-author.ts";
import { fillTemplate, readTemplate, type TemplateFile, type TemplateValues } from "../init/template.ts";
import { displayPath } from "../package-file.ts";

type Context = CommandContext<typeof init>;

/** Entries of a non-empty folder that its message lists. */
const LISTED = 5;

/** The values in the order they are asked for, with their flags and questions. */
const QUESTIONS = [
  ["id", "Id of the app, such as com.example.notes"],
  ["name", "Name under its icon"],
  ["author-name", "Your name"],
  ["author-email", "Your e-mail address"],
] as const;

export async function run(context: Context): Promise<CommandResult> {
  const { args, options, cwd, env, terminal, dryRun } = context;
  const folder = resolve(cwd, args.dir ?? ".");
  await refuseUsedFolder(folder);
  const template = await readTemplate(options.template);
  const standard = validDefaults(template, basename(folder), await gitAuthor(cwd, env));
  const values = await gatherValues(context, template, standard);
  const files = fillTemplate(template, values);

  if (!dryRun) await writeFiles(folder, files);
  const name = displayPath(cwd, folder);
  const plan = { folder, values: { ...values }, files: files.map(({ path }) => path) };
  const verb = dryRun ? "Would make" : "Made";
  const human = [
    `${verb} ${terminal.style("bold", values.name)} (${values.id}) in ${name === "." ? "this folder" : name}`,
    ...plan.files.map((path) => `  ${path}`),
    "",
    "Next:",
    ...(name === "." ? [] : [`  cd ${name}`]),
    "  mosis validate",
    "  mosis build",
  ];
  return { exitCode: 0, json: { dry_run: dryRun, plan }, human: human.join("\n") };
}

async function refuseUsedFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  // A repository made beforehand is as good as empty.
  const used = names.filter((name) => name !== ".git").sort();
  if (used.length === 0) return;
  const more = used.length > LISTED ? ` and ${used.length - LISTED} more` : "";
  const list = used.slice(0, LISTED).join(", ");
  throw new CliError(
    "not-empty",
    `The folder \`${folder}\` is not empty: ${list}${more}.`,
    "Name a new folder: `mosis init <dir>`.",
  );
}

/** Git's author may be one a manifest cannot have; then the placeholders serve. */
function validDefaults(
  template: readonly TemplateFile[],
  folder: string,
  author: { readonly name: string | null; readonly email: string | null },
): TemplateValues {
  const values = defaultValues(folder, author);
  return defaultValues(folder, {
    name: valueTrouble(template, values, "author_name") === null ? author.name : null,
    email: valueTrouble(template, values, "author_email") === null ? author.email : null,
  });
}

async function gatherValues(
  { options, terminal }: Context,
  template: readonly TemplateFile[],
  standard: TemplateValues,
): Promise<TemplateValues> {
  const values: Record<keyof TemplateValues, string> = { ...standard };
  for (const [flag, message] of QUESTIONS) {
    const key = flag.replace("-", "_") as keyof TemplateValues;
    const check = (text: string): string | null => valueTrouble(template, { ...values, [key]: text }, key);
    const given = options[flag];
    if (given !== undefined) {
      const trouble = check(given);
      if (trouble !== null)
        throw new CliError("bad-option", `\`--${flag}\`: ${trouble}`, `Give another \`--${flag}\`.`);
      values[key] = given;
    } else if (!options.yes) {
      const instead = `Give \`--${flag}\`, or take what is usual with \`--yes\`.`;
      const prompts = await terminal.ask(message, instead);
      values[key] = await prompts.text({ message, initial: standard[key], check });
    }
  }
  return values;
}

async function writeFiles(folder: string, files: readonly TemplateFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { path, data } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data, { flag: "wx" });
  }
}
