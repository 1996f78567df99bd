import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type { registryVerify } from "./specs/registry.ts";
import { echo } from "../../core/findings/finding.ts";
import { deviceErrors } from "../../device/device-error.ts";
import { storeFetcher } from "../../device/store/store-fetcher.ts";
import { storeUrl } from "../../device/store/store-state.ts";
import { type Checkout, findCheckout } from "../../node/git/checkout.ts";
import { folderTarget } from "../../node/publish-target.ts";
import { openMirror } from "../../node/registry/publish/mirror.ts";
import { type VerifyPorts, verifyStore } from "../../node/registry/verify/verify-store.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { chooseCommit } from "../registry/choose-commit.ts";
import { asRegistryError } from "../registry/registry-error.ts";
import { verificationHuman } from "../registry/verification-human.ts";
import { verificationJson } from "../registry/verification-json.ts";

export async function run({
  args,
  options,
  cwd,
  terminal,
}: CommandContext<typeof registryVerify>): Promise<CommandResult> {
  const url = storeUrl(args.store, cwd);
  if (url === null) {
    throw new CliError("store-bad-url", `${echo(args.store)} is not the address of a store.`, deviceErrors["bad-url"]);
  }
  const checkout = await openCheckout(resolve(cwd, options.registry ?? "."));
  const progress = terminal.progress("Comparing the store with its registry");
  const scratch = await mkdtemp(join(tmpdir(), "mosis-verify-"));
  try {
    const chosen = await chooseCommit(checkout, options.commit);
    const result = await verifyStore(chosen.commit, chosen.record, {
      ...portsOf(url),
      repository: checkout.repository,
      mirror: await openMirror(scratch),
      first: options["from-source"] ? "source" : "store",
      now: new Date(),
    });
    return {
      exitCode: result.differences.length === 0 ? 0 : 1,
      json: verificationJson(url, chosen, result),
      human: verificationHuman(url, chosen, result, terminal.style),
    };
  } catch (error) {
    throw asRegistryError(error);
  } finally {
    progress.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function openCheckout(folder: string): Promise<Checkout> {
  const checkout = await findCheckout(folder);
  if (checkout !== null) return checkout;
  throw new CliError(
    "repository-missing",
    `\`${folder}\` lies in no Git repository.`,
    "Clone the registry's repository, and name the folder with `--registry DIR`.",
  );
}

function portsOf(url: string): Pick<VerifyPorts, "fetcher" | "list"> {
  const fetcher = storeFetcher(url);
  if (!url.startsWith("file:")) return { fetcher, list: null };
  const target = folderTarget(fileURLToPath(url));
  return { fetcher, list: async () => (await target.list()).map(({ path }) => path) };
}
