import type { RegistryChoice } from "./choose-registry.ts";
import type { ForgeSession } from "./forge-session.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { repositoryName, webUrlOf } from "../../core/publish/forge-address.ts";
import { ReleaseError, type ReleaseFile, releaseFiles } from "../../node/registry/submit/release-files.ts";
import { closeSuperseded, type OpenedPull, openSubmission } from "../../node/registry/submit/submit.ts";
import { CliError } from "../errors/cli-error.ts";
import { formatBytes } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Carries out a plan: what of it was done before is found and kept. Gives the pull request. */
export async function applyPlan(
  plan: SubmissionPlan,
  uploads: readonly ReleaseFile[],
  { client, login }: ForgeSession,
  { repository, apiUrl }: RegistryChoice,
  terminal: Terminal,
): Promise<OpenedPull> {
  const { pull, title } = plan;
  if (pull === null && uploads.length > 0) await release(uploads, { client, login, title, terminal });
  const url = `${webUrlOf(apiUrl)}/${repositoryName(repository)}/pull/${pull}`;
  const opened = pull === null ? await openSubmission(client, repository, plan) : { number: pull, url, isNew: false };
  for (const old of plan.supersedes) await closeSuperseded(client, repository, old, opened.number);
  return opened;
}

async function release(
  files: readonly ReleaseFile[],
  { client, login, title, terminal }: Pick<ForgeSession, "client" | "login"> & { title: string; terminal: Terminal },
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const progress = terminal.progress(`Uploading ${formatBytes(total)}`);
  const onBytes = (name: string, sent: number, of: number): void =>
    progress.step(`Uploading ${name}: ${formatBytes(sent)} of ${formatBytes(of)}`);
  try {
    await releaseFiles(client, files, { login, title, onBytes });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    throw new CliError("forge-refused", error.message, "Upload it yourself and give `--package-url`.", {
      cause: error,
    });
  } finally {
    progress.stop();
  }
}
