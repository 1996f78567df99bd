import type { RegistryChoice } from "./choose-registry.ts";
import type { ForgeSession } from "./forge-session.ts";
import type { UploadFile } from "./plan-version.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { repositoryName, webUrlOf } from "../../core/publish/forge-address.ts";
import { type EndpointFile, putFile, UploadError, type UploadErrorCode } from "../../node/registry/submit/put-file.ts";
import { ReleaseError, type ReleaseFile, releaseFiles } from "../../node/registry/submit/release-files.ts";
import { closeSuperseded, type OpenedPull, openSubmission } from "../../node/registry/submit/submit.ts";
import { CliError } from "../errors/cli-error.ts";
import type { publishErrorCodes } from "../errors/publish-error-codes.ts";
import type { forgeErrorCodes } from "../errors/forge-error-codes.ts";
import { formatBytes } from "../render/text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Carries out a plan: what of it was done before is found and kept. Gives the pull request. */
export async function applyPlan(
  plan: SubmissionPlan,
  uploads: readonly UploadFile[],
  session: ForgeSession,
  { repository, apiUrl }: RegistryChoice,
  terminal: Terminal,
): Promise<OpenedPull> {
  const { client } = session;
  const { pull, title } = plan;
  if (pull === null && uploads.length > 0) await uploadAll(uploads, title, session, terminal);
  const url = `${webUrlOf(apiUrl)}/${repositoryName(repository)}/pull/${pull}`;
  const opened = pull === null ? await openSubmission(client, repository, plan) : { number: pull, url, isNew: false };
  for (const old of plan.supersedes) await closeSuperseded(client, repository, old, opened.number);
  return opened;
}

async function uploadAll(
  files: readonly UploadFile[],
  title: string,
  { client, login, token }: ForgeSession,
  terminal: Terminal,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const progress = terminal.progress(`Uploading ${formatBytes(total)}`);
  const onBytes = (name: string, sent: number, of: number): void =>
    progress.step(`Uploading ${name}: ${formatBytes(sent)} of ${formatBytes(of)}`);
  const released = files.filter((file): file is ReleaseFile => file.upload.to === "release");
  const put = files.filter((file): file is EndpointFile => file.upload.to === "registry");
  try {
    if (released.length > 0) await releaseFiles(client, released, { login, title, onBytes });
    for (const file of put) await putFile(file, token);
  } catch (error) {
    throw uploadTrouble(error);
  } finally {
    progress.stop();
  }
}

const ELSEWHERE = "Release it in a repository of yours with `--repository OWNER/REPO`";
const UPLOAD_ERRORS: Readonly<
  Record<UploadErrorCode, readonly [keyof typeof publishErrorCodes | keyof typeof forgeErrorCodes, fix: string]>
> = {
  token: ["token-refused", "Run `mosis login`, or put another token into GH_TOKEN."],
  denied: ["upload-denied", `${ELSEWHERE}, or ask those who run the registry.`],
  conflict: ["upload-conflict", `${ELSEWHERE}, or tell those who run the registry.`],
  "too-large": ["upload-too-large", `Make the package smaller. ${ELSEWHERE} if the registry takes it from there.`],
  unreachable: ["upload-unreachable", `Run it again later: it goes on where it was. ${ELSEWHERE} if it must be now.`],
  refused: ["upload-refused", `${ELSEWHERE}, and tell those who run the registry.`],
};

function uploadTrouble(error: unknown): unknown {
  if (error instanceof ReleaseError) {
    return new CliError("forge-refused", error.message, "Upload it yourself and give `--package-url`.", {
      cause: error,
    });
  }
  if (!(error instanceof UploadError)) return error;
  const [code, fix] = UPLOAD_ERRORS[error.code];
  return new CliError(code, error.message, fix, { cause: error });
}
