import type { domains as spec } from "./specs/keys.ts";
import { composeFile } from "../../core/registry/compose.ts";
import { domainsBody } from "../../core/registry/compose-keys.ts";
import { ownerKeys } from "../../core/registry/owner-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { accountSigner } from "../keys/account-signer.ts";
import { keyRefusal } from "../keys/key-refusal.ts";
import { domainNames, proveDomains } from "../keys/prove-domains.ts";
import { requireRecord } from "../keys/read-record.ts";
import { submitKeys } from "../keys/submit-keys.ts";
import { checkFiles } from "../publish/check-files.ts";

export async function run(context: CommandContext<typeof spec>): Promise<CommandResult> {
  const { options, dryRun } = context;
  const wanted = domainNames(options.add);
  const unwanted = domainNames(options.remove);
  if (wanted.length + unwanted.length === 0) {
    throw new CliError("bad-option", "No domain is named.", "Name some with `--add` or `--remove`.");
  }
  const { sha256 } = nodeCrypto;
  return submitKeys(context, async ({ id, registry, policy, source, stored, sources, ...scene }) => {
    const { developer: before } = requireRecord(scene.record, id, source);
    const { domains: known = [] } = before;
    const added = wanted.filter((domain) => !known.includes(domain));
    const removed = known.filter((domain) => unwanted.includes(domain));
    if (added.length + removed.length === 0) {
      return { isDone: true, line: `the domains of "${id}" are so already: ${known.join(", ") || "none"}` };
    }
    const signer = await accountSigner(options.key, { stored, developer: before }, sources);
    const { keyid } = signer.key;
    const domains = [...known.filter((domain) => !removed.includes(domain)), ...added];
    const composed = domainsBody(before, { domains, signer: keyid }, sha256);
    if (!composed.ok) throw keyRefusal(composed, before);

    const { developer } = composed;
    const others = ownerKeys(developer, "account", null, sha256).map((key) => key.keyid);
    const claim = { registry, developer: id, keys: [keyid, ...others] };
    const { lines, proofs } = await proveDomains(added, claim, { policy, dryRun });
    const files = [composeFile({ kind: "developer", developer: id }, developer, [signer], sha256)];
    checkFiles(files);
    const told = [...added.map((domain) => `adds \`${domain}\``), ...removed.map((domain) => `removes \`${domain}\``)];
    const draft = {
      kind: "developer-change",
      subject: id,
      title: `Change the domains of ${id}`,
      summary: [`For the developer \`${id}\`: ${told.join(", ")}.`],
      files,
    } as const;
    const change = { developer: id, seq: developer.seq, domains, proofs, signer: keyid };
    return {
      isDone: false,
      draft,
      developer,
      change,
      lines: [...lines, ...removed.map((domain) => `removes ${domain}`)],
    };
  });
}
