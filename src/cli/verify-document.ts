import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { buffer } from "node:stream/consumers";

import type { CommandResult } from "./command.ts";
import { displayPath } from "./package-file.ts";
import { findingsHuman } from "./render/findings-human.ts";
import { findingsArray } from "../core/findings/formats/findings-json.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { limits } from "../core/limits.ts";
import { assessDocument, type SignerReport } from "../core/signing/assess-trust.ts";
import type { PublicKey } from "../core/signing/public-key.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface DocumentKeys {
  /** Keys of this machine. */
  readonly own: readonly PublicKey[];
  /** The key that must have signed. */
  readonly named: PublicKey;
}

/** Whether a file is meant to be a signed document, such as a `signature.sig` or TUF metadata, rather than a package. */
export function isDocumentPath(path: string): boolean {
  return /\.(?:sig|json)$/i.test(path);
}

/** Checks that a key signed a document as a device reads it, and says what the document is. */
export async function verifyDocument(
  given: string,
  keys: DocumentKeys,
  { cwd, terminal }: { readonly cwd: string; readonly terminal: Terminal },
): Promise<CommandResult> {
  const path = resolve(cwd, given);
  const name = displayPath(cwd, path);
  // A byte more than allowed tells that it is too large.
  const bytes = new Uint8Array(await buffer(createReadStream(path, { end: limits.json.bytes })));
  const { type, signers, findings } = assessDocument(bytes, name, keys, nodeCrypto);
  const json = {
    document: name,
    type,
    signers: signers.map(({ keyid, status }) => ({ keyid, status })),
    findings: findingsArray(findings),
  };
  if (findings.length > 0) {
    const report = findingsHuman({ subject: name, kind: "document", findings }, terminal.style);
    return { exitCode: 1, json, human: `${report}\n\nNot verified.` };
  }
  const verdict = `${terminal.style("green", "Verified")}: ${name}, signed by the key you named`;
  return { exitCode: 0, json, human: [verdict, `  type            ${type}`, ...signerLines(signers)].join("\n") };
}

/** A line for each signature. */
export function signerLines(signers: readonly SignerReport[]): readonly string[] {
  return signers.map(
    ({ keyid, status }) => `  signer          ${keyid} (${status === "valid" ? "valid" : "not checked"})`,
  );
}
