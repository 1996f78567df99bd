import { checkFiles } from "./check-files.ts";
import type { DeveloperId } from "../../core/ids/ids.ts";
import type { SubmissionDraft } from "../../core/publish/plan-submission.ts";
import { composeFile, developerKey } from "../../core/registry/compose.ts";
import { registrationBody } from "../../core/registry/compose-keys.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { KeySigner } from "../../node/key-file.ts";

/** Who wants to be registered. */
export interface Registration {
  /** Name of the registry. */
  readonly registry: string;
  readonly developer: DeveloperId;
  /** As the store shows it. */
  readonly name: string;
  /** Numeric id of the account that opens the pull request; null where a portal does. */
  readonly githubId: number | null;
  readonly signer: KeySigner;
  /** Each of which proves it; none when left out. */
  readonly domains?: readonly string[];
}

/** What registers a developer with one key, which may sign everything. */
export function registrationDraft({ registry, developer, name, githubId, signer, domains = [] }: Registration): {
  readonly draft: SubmissionDraft;
  readonly body: DeveloperBody;
} {
  const { sha256 } = nodeCrypto;
  const key = developerKey(signer.object, ["package", "version", "event", "account"], sha256);
  const body = registrationBody({ registry, developer, name, githubId, keys: [key], domains });
  const files = [composeFile({ kind: "developer", developer }, body, [signer], sha256)];
  checkFiles(files);
  const summary = [`Registers \`${developer}\` with the key \`${key.keyid}\`.`];
  return { draft: { kind: "register", subject: developer, title: `Register ${developer}`, summary, files }, body };
}
