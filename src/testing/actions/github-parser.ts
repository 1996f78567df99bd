import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type * as Expressions from "@actions/expressions";
import type * as WorkflowParser from "@actions/workflow-parser";
import { build } from "esbuild";

/** The parts of GitHub's own parser of workflows and expressions that are used here. */
export type GithubParser = Pick<
  typeof WorkflowParser,
  "parseWorkflow" | "NoOperationTraceWriter" | "convertWorkflowTemplate"
> &
  Pick<typeof Expressions, "Lexer" | "Parser" | "Evaluator" | "data">;

const ROOT = join(import.meta.dirname, "../../..");
const ENTRY = `
  export { parseWorkflow, NoOperationTraceWriter, convertWorkflowTemplate } from "@actions/workflow-parser";
  export { Lexer, Parser, Evaluator, data } from "@actions/expressions";
`;

let loaded: Promise<GithubParser> | null = null;

/** Loads the parser. Its packages import JSON in a way that only bundlers understand, so they are bundled first. */
export function githubParser(): Promise<GithubParser> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<GithubParser> {
  const folder = join(ROOT, "node_modules", ".cache", "mosis");
  await mkdir(folder, { recursive: true });
  // Several test processes may do this at once.
  const outfile = join(folder, `github-parser-${process.pid}.mjs`);
  await build({
    stdin: { contents: ENTRY, resolveDir: ROOT },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as GithubParser;
}
