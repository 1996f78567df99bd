import { CliError } from "./cli-error.ts";
import { deviceErrorNames } from "./device-error-codes.ts";
import { type ErrorCode, errorCodes } from "./error-codes.ts";
import { forgeCliError } from "./explain-forge-error.ts";
import { portalCliError } from "./explain-portal-error.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { ChangedSourceError } from "../../core/package/byte-source.ts";
import { DeviceError } from "../../device/device-error.ts";
import { ForgeError } from "../../node/forge-error.ts";
import { KeyFileError } from "../../node/key-file.ts";
import { KeyStoreError } from "../../node/key-store.ts";
import { PortalError } from "../../node/portal/portal-error.ts";

/** An error as people and programs are told about it. */
export interface ExplainedError {
  readonly code: ErrorCode;
  readonly exit: ExitCode;
  readonly message: string;
  readonly fix: string | null;
  /** As {@link CliError.problem}. */
  readonly problem: string | null;
  /** Where it happened in our code; only of bugs. */
  readonly stack: string | null;
}

/** Puts any error a command ends with into words. What is not known to happen is a bug. */
export function explainError(error: unknown): ExplainedError {
  const known = asCliError(error);
  if (known !== null) {
    const { code, exit, message, fix, problem } = known;
    return { code, exit, message, fix, problem, stack: null };
  }
  return {
    code: "bug",
    exit: errorCodes.bug.exit,
    message: `mosis met a bug of its own: ${error instanceof Error ? error.message : String(error)}`,
    fix: "Please report it, together with this text, the command you ran and what `mosis doctor` says.",
    problem: null,
    stack: error instanceof Error && error.stack !== undefined ? error.stack : String(error),
  };
}

/** An error as JSON, without what only bugs have. */
export function errorJson({ code, message, fix, problem }: ExplainedError): JsonObject {
  return { code, message, ...(fix !== null && { fix }), ...(problem !== null && { problem }) };
}

function asCliError(error: unknown): CliError | null {
  if (error instanceof CliError) return error;
  if (error instanceof KeyFileError) return keyFileError(error);
  if (error instanceof KeyStoreError) return keyStoreError(error);
  if (error instanceof ForgeError) return forgeCliError(error);
  if (error instanceof PortalError) return portalCliError(error);
  if (error instanceof DeviceError) {
    const { code, message, fix, problem } = error;
    return new CliError(deviceErrorNames[code], message, fix, { cause: error, ...(problem !== null && { problem }) });
  }
  if (error instanceof ChangedSourceError) {
    return new CliError("file-system", error.message, "Run it again when nothing else writes to the file.", {
      cause: error,
    });
  }
  if (error instanceof Error && "code" in error && isFileSystemError(error)) return fileSystemError(error);
  return null;
}

const KEY_FILE_ERRORS = {
  "passphrase-needed": ["answer-needed", "Set MOSIS_PASSPHRASE, or give `--passphrase-file FILE`."],
  "passphrase-wrong": [
    "passphrase-wrong",
    "Try again; without the passphrase the key is lost: make another one with `mosis keys generate`.",
  ],
  "not-ed25519": ["key-unreadable", "Make a key with `mosis keys generate`."],
  unreadable: ["key-unreadable", "Name a PKCS#8 PEM file, or make a key with `mosis keys generate`."],
} as const satisfies Record<KeyFileError["code"], readonly [ErrorCode, string]>;

function keyFileError(error: KeyFileError): CliError {
  const [code, fix] = KEY_FILE_ERRORS[error.code];
  return new CliError(code, error.message, fix, { cause: error });
}

function keyStoreError(error: KeyStoreError): CliError {
  if (error.code === "exists") return new CliError("key-exists", error.message, null, { cause: error });
  return new CliError("key-unreadable", error.message, "Restore the file, or remove the key from the folder.", {
    cause: error,
  });
}

/** What the codes of the operating system mean to people. Others keep the system's own words. */
const FILE_SYSTEM_ERRORS: Readonly<Record<string, readonly [ErrorCode, string, string]>> = {
  ENOENT: ["not-found", "does not exist", "Check the path; relative ones start at the current folder or `--cwd`."],
  ENOTDIR: ["wrong-kind", "goes through a file as if it were a folder", "Check the path."],
  EISDIR: ["wrong-kind", "is a folder, but a file is needed", "Name a file."],
  EACCES: ["not-permitted", "may not be accessed", "Check who owns it and its permissions."],
  EPERM: ["not-permitted", "may not be changed", "Check who owns it and its permissions."],
  EEXIST: ["not-empty", "exists already", "Choose another name."],
  ENOSPC: ["file-system", "has no room: the disk is full", "Free some space."],
  EROFS: ["file-system", "is on a read-only file system", "Choose another place."],
};

/** Errors of `node:fs` name a path, or are of a call on an open file. */
const FILE_CALLS: ReadonlySet<unknown> = new Set(["read", "write", "fsync", "close", "ftruncate"]);

function isFileSystemError(error: Error): boolean {
  return "syscall" in error && ("path" in error || FILE_CALLS.has(error.syscall));
}

function fileSystemError(error: Error): CliError {
  const { code, path: source, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  // Of a rename, the target is what somebody named.
  const path = dest ?? source;
  const known = FILE_SYSTEM_ERRORS[code ?? ""];
  if (known === undefined)
    return new CliError("file-system", `The file system failed: ${error.message}`, null, { cause: error });
  const [errorCode, trouble, fix] = known;
  const place = path === undefined ? "The file" : `\`${path}\``;
  return new CliError(errorCode, `${place} ${trouble}.`, fix, { cause: error });
}
