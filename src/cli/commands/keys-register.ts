import type { keysRegister } from "./specs/keys.ts";
import { echo } from "../../core/findings/finding.ts";
import { keyStands } from "../../core/registry/compose-keys.ts";
import { requiredOption } from "../arguments/required-option.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import { openSigner } from "../keys/open-signer.ts";
import { domainNames, proveDomains } from "../keys/prove-domains.ts";
import { submitKeys } from "../keys/submit-keys.ts";
import { registrationDraft } from "../publish/registration-draft.ts";

export async function run(context: CommandContext<typeof keysRegister>): Promise<CommandResult> {
  const { options, dryRun } = context;
  const domains = domainNames(options.domains);
  const name = requiredOption(options, "name");
  const given = options["github-id"] === undefined ? null : numericId(options["github-id"]);
  return submitKeys(context, async (scene) => {
    const { id, registry, policy, source, record, account, stored, sources } = scene;
    const signer = await openSigner(options.key, stored, sources);
    const { keyid } = signer.key;
    if (record !== null) {
      const { keys, members } = record.developer;
      const isOwn = account === null || members.some(({ github_id: each }) => each === account.githubId);
      if (isOwn && keys.some((key) => keyStands(key, keyid))) {
        return { isDone: true, line: `"${id}" is registered with key ${keyid} already` };
      }
      const message = `${source} knows a developer "${id}" already, and this registration is another one.`;
      throw new CliError(
        "developer-exists",
        message,
        "Choose another id; a member adds keys with `mosis keys rotate`.",
      );
    }
    const known = given ?? account?.githubId ?? null;
    const githubId = known ?? (scene.throughPortal ? null : numericId(requiredOption(options, "github-id")));
    const { draft, body } = registrationDraft({ registry, developer: id, name, githubId, signer, domains });
    const claim = { registry, developer: id, keys: [keyid] };
    const { lines, proofs } = await proveDomains(domains, claim, { policy, dryRun });
    const change = { developer: id, seq: body.seq, keyid, ...(domains.length > 0 && { domains, proofs }) };
    return { isDone: false, draft, developer: body, change, lines: [`registers "${id}" with key ${keyid}`, ...lines] };
  });
}

function numericId(given: string): number {
  const id = /^[1-9]\d*$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  const fix = "It is the `id` of `https://api.github.com/users/NAME`.";
  throw new CliError("bad-option", `\`--github-id\` is ${echo(given)}, not a number.`, fix);
}
