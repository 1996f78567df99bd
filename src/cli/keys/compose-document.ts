import { composeFile, type ComposedFile } from "../../core/registry/compose.ts";
import type { DeveloperBody, RotationBody } from "../../core/registry/documents.ts";
import { parseRegistryDocument } from "../../core/registry/parse-document.ts";
import type { RegistryPlace } from "../../core/registry/paths.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { CliError } from "../errors/cli-error.ts";

/** Signs a document and reads it back as review will, so that nothing is written that has not the form of its place. */
export function composeDocument(
  place: RegistryPlace,
  body: DeveloperBody | RotationBody,
  signers: readonly Signer[],
): ComposedFile {
  const file = composeFile(place, body, signers, nodeCrypto.sha256);
  const checked = parseRegistryDocument(place, file.path, file.bytes);
  if (checked.ok) return file;
  const [first] = checked.findings;
  throw new CliError("bad-option", first?.message ?? "The document is not valid.", first?.fix ?? null);
}
