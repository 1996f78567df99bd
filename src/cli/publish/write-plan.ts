import { join } from "node:path";

import type { RegistryChoice } from "./choose-registry.ts";
import { tokenOrNull } from "./require-token.ts";
import { filesPatch } from "../../core/publish/files-patch.ts";
import { webUrlOf } from "../../core/publish/forge-address.ts";
import { newFilePage } from "../../core/publish/new-file-page.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { REGISTRY_FOLDER } from "../../core/registry/paths.ts";
import { forgeClient } from "../../node/forge-client.ts";
import { checkoutSource, forgeSource, type RegistrySource } from "../../node/registry/submit/registry-source.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { CommandResult, Environment } from "../command.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Where the files go when nobody names a folder. */
export const DEFAULT_FOLDER = "dist/submission";
const PATCH = "submission.patch";

/** A folder to write a submission into, and where to read what is merged. */
export interface WritePlace {
  /** Absolute. */
  readonly folder: string;
  /** Then files are put where they belong, and no patch is needed. */
  readonly isCheckout: boolean;
  readonly source: RegistrySource;
}

/** What is merged is read from the folder when it is a checkout, or else from the forge as anybody may. */
export async function openWritePlace(folder: string, { apiUrl, repository }: RegistryChoice): Promise<WritePlace> {
  const checkout = checkoutSource(folder);
  if ((await checkout.read("registry.json")) !== null) return { folder, isCheckout: true, source: checkout };
  return { folder, isCheckout: false, source: forgeSource(await forgeClient(apiUrl, null), repository) };
}

/** What a command says of a submission that it only writes. */
export interface Writing {
  readonly plan: SubmissionPlan;
  /** What it is about, for people. */
  readonly lines: readonly string[];
  /** Further members of the document for programs. */
  readonly more: JsonObject;
  readonly dryRun: boolean;
}

/** Writes the files of a plan, in their order, and a patch with them; in a dry run nothing. */
export async function writePlan(
  { plan, lines, more, dryRun }: Writing,
  { folder, isCheckout, source }: WritePlace,
  choice: RegistryChoice,
): Promise<CommandResult> {
  const changes = await Promise.all(
    plan.files.map(async ({ path, text: after }) => {
      const before = await source.read(path.slice(REGISTRY_FOLDER.length));
      return { path, before: before === null ? null : new TextDecoder().decode(before), after };
    }),
  );
  const patch = isCheckout ? null : join(folder, PATCH);
  if (!dryRun) {
    const encoder = new TextEncoder();
    for (const { path, text } of plan.files) await writeAtomically(join(folder, path), encoder.encode(text));
    if (patch !== null) await writeAtomically(patch, encoder.encode(filesPatch(changes)));
  }
  // The forge has no such page for a file that is there already.
  const isNew = changes.every(({ before }) => before === null);
  const page = isNew ? newFilePage(webUrlOf(choice.apiUrl), choice.repository, plan.files) : null;
  const below = [...lines, ...(page === null ? [] : [`then open the pull request here: ${page}`])];
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan, pull: null, ...more, folder, patch, new_file_page: page },
    human: [`${dryRun ? "Would write" : "Wrote"} ${patch ?? folder}`, ...below.map((line) => `  ${line}`)].join("\n"),
  };
}

/**
 * Writes instead of sending where `--out` asks for that, or where nobody is signed in; null where there is somebody to send it.
 *
 * @param needsToken what was asked for cannot be written, so that a missing token is an error
 */
export async function writtenInstead(
  { out, needsToken }: { readonly out: string | undefined; readonly needsToken: boolean },
  choice: RegistryChoice,
  { env, terminal }: { readonly env: Environment; readonly terminal: Terminal },
  write: () => Promise<CommandResult>,
): Promise<CommandResult | null> {
  if (out !== undefined) return write();
  if (needsToken || (await tokenOrNull(env, choice.apiUrl)) !== null) return null;
  const written = await write();
  terminal.warn("Nobody is signed in, so nothing was sent. Run `mosis login`, or set GH_TOKEN to a token of yours.");
  // A job that lost its token must not look as if it had published.
  return { ...written, exitCode: 3 };
}
