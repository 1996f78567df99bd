import { BackupError } from "../../src/node/backup/backup-error.ts";
import { KeyFileError } from "../../src/node/key-file.ts";
import { TrustError } from "../../src/core/trust/trust-error.ts";

/** Why a script does nothing, for whoever ran it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

const REFUSED = 2;

/** Runs a script and exits with its code: 2 where it refused, with one line on why. Any other error is a bug, with its stack. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Error) || !isRefusal(error)) throw error;
    console.error(error.message);
    process.exitCode = REFUSED;
  }
}

function isRefusal(error: Error & { readonly code?: unknown }): boolean {
  const { code } = error;
  if ([Refusal, TrustError, KeyFileError, BackupError].some((refusal) => error instanceof refusal)) return true;
  return (
    typeof code === "string" && (code.startsWith("ERR_PARSE_ARGS") || ["ENOENT", "EACCES", "EISDIR"].includes(code))
  );
}
