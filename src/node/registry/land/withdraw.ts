import { MAIN, requireRegistry } from "./judge.ts";
import { versionPart } from "./version-part.ts";
import type { RecordStore } from "../publish/publish-record.ts";
import type { Forge } from "../../forge.ts";
import { fetchRef, type GitRemote, type GitRepository } from "../../git/repository.ts";
import { mosisVersion } from "../../mosis-version.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { echo, finding } from "../../../core/findings/finding.ts";
import { type Hold, isOver } from "../../../core/registry/hold.ts";
import { versionStates } from "../../../core/registry/version-state.ts";
import { nextDecision } from "../../../core/review/decision.ts";
import { reportOf } from "../../../core/review/review.ts";

/** A decision that ends a hold, to be committed. */
export interface Withdrawal {
  readonly hold: Hold;
  readonly file: { readonly path: string; readonly bytes: Uint8Array };
}

export interface WithdrawPorts {
  readonly repository: GitRepository;
  readonly record: Pick<RecordStore, "read">;
}

/** The decisions that end holds whose time is over, as far as a commit of main does not have them yet. */
export async function dueWithdrawals(
  main: string,
  { repository, record }: WithdrawPorts,
): Promise<readonly Withdrawal[]> {
  const published = await record.read();
  const over = (published?.held ?? []).filter(isOver);
  const due: Withdrawal[] = [];
  for (const hold of over) {
    const file = await decisionOn(hold, { main, published: published?.commit ?? main }, repository);
    if (file !== null) due.push({ hold, file });
  }
  return due;
}

/**
 * Withdraws what was held until its time was over, in one commit on main. Done again it does nothing more.
 *
 * @returns the holds that it ended
 * @throws ForgeError, GitError
 */
export async function landWithdrawals(
  ports: WithdrawPorts & { readonly forge: Pick<Forge, "commit">; readonly remote: GitRemote },
): Promise<readonly Hold[]> {
  const due = await dueWithdrawals(await fetchRef(ports.repository, ports.remote, MAIN), ports);
  const [first] = due;
  if (first === undefined) return [];
  const what = due.length === 1 ? `${first.hold.app_id} ${first.hold.version_code}` : `${due.length} held versions`;
  await ports.forge.commit(
    MAIN,
    due.map(({ file }) => file),
    `Withdraw ${what}`,
  );
  return due.map(({ hold }) => hold);
}

/** Null where the version does not wait any more: it was withdrawn or yanked, or its app is gone. */
async function decisionOn(
  hold: Hold,
  { main, published }: { readonly main: string; readonly published: string },
  repository: GitRepository,
): Promise<Withdrawal["file"] | null> {
  const { files, path, bytes, record } = await versionPart(repository, main, hold);
  const status = record === null ? undefined : versionStates(record).get(hold.version_code)?.status;
  const version = record?.versions.find(({ version_code: code }) => code === hold.version_code);
  if (status !== "available" || version === undefined || bytes === null) return null;
  const message = `${echo(version.package.url)}: ${echo(hold.detail)}. Missing since ${hold.since}.`;
  return nextDecision(
    {
      verdict: "withdrawn",
      report: reportOf(null, [finding("package/unreachable", { file: path, message })]),
      changes: [{ path, before: null, after: bytes }],
      base: main,
      head: published,
      acts: [],
      sample: null,
      submission: null,
      timeline: [{ state: "withdrawn", since: hold.last }],
      validatorVersion: mosisVersion(),
    },
    { files, registry: requireRegistry(files) },
    nodePackagePorts.sha256,
  );
}
