import { portalAccount } from "./portal-account.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import type { PortalClient } from "../../node/portal/portal-client.ts";
import { proveMembership } from "../../node/portal/portal-members.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { CliError } from "../errors/cli-error.ts";
import { accountSigner } from "../keys/account-signer.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";

/**
 * Lets the portal know that an account of it works for a developer, unless it does. The key that is in charge of the developer proves
 * it, so the first time it has to be on this machine.
 *
 * @param given value of `--key`
 */
export async function joinDeveloper(
  client: PortalClient,
  developer: DeveloperBody,
  given: string | undefined,
  sources: PassphraseSources,
): Promise<void> {
  const { account, developers } = await portalAccount(client);
  if (developers.some(({ id }) => id === developer.id)) return;
  const stored = await listKeys(keysFolder(sources.env));
  const signer = await accountSigner(given, { stored, developer }, sources).catch((error: unknown) => {
    if (!(error instanceof CliError) || error.code !== "key-not-in-charge") throw error;
    const message = `${account} speaks for no developer "${developer.id}" in the portal, and no key of this machine can prove it.`;
    const fix = `Run \`mosis keys register --developer ${developer.id}\` once where such a key is, or let an owner invite you.`;
    throw new CliError("not-a-member", message, fix, { cause: error });
  });
  await proveMembership(client, developer.id, signer);
  sources.terminal.say(`${account} now speaks for "${developer.id}" in the portal`);
}
