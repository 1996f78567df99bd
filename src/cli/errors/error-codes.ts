import { deviceErrorCodes } from "./device-error-codes.ts";
import { forgeErrorCodes } from "./forge-error-codes.ts";
import { portalErrorCodes } from "./portal-error-codes.ts";
import { publishErrorCodes } from "./publish-error-codes.ts";
import type { ExitCode } from "./exit-codes.ts";

/** Every error a command can end with: `error.code` of its JSON document. */
export const errorCodes = {
  "unknown-command": { exit: 2, title: "There is no such command." },
  "unknown-option": { exit: 2, title: "The command has no such option." },
  "bad-option": { exit: 2, title: "An option lacks its value, or has one it cannot take." },
  "bad-argument": { exit: 2, title: "An argument is missing, superfluous or of the wrong kind." },
  "answer-needed": { exit: 2, title: "A question would be asked, but nobody is there to answer it." },
  cancelled: { exit: 2, title: "A question was answered with Ctrl-C." },
  "not-found": { exit: 2, title: "A file or folder does not exist." },
  "wrong-kind": { exit: 2, title: "A folder was found for a file, or a file for a folder." },
  "not-permitted": { exit: 2, title: "The file system refuses access." },
  "not-empty": { exit: 2, title: "The folder for a new app holds something already." },
  "file-system": { exit: 1, title: "The file system failed, for instance because the disk is full." },
  "key-missing": { exit: 2, title: "There is no such signing key, or none at all." },
  "key-ambiguous": { exit: 2, title: "Several keys could be meant." },
  "key-exists": { exit: 2, title: "A key of that id is stored already and is not overwritten." },
  "key-unreadable": { exit: 2, title: "A file holds no usable Ed25519 key." },
  "developer-exists": { exit: 2, title: "The registry knows another developer of that id already." },
  "developer-missing": { exit: 2, title: "The registry has no document of that developer." },
  "registry-document": { exit: 1, title: "A document of the registry breaks a rule of the registry." },
  "key-unknown": { exit: 2, title: "The developer has no such key." },
  "key-listed": { exit: 2, title: "The developer has the key already." },
  "key-revoked": { exit: 2, title: "The key is revoked already." },
  "key-last-account": { exit: 2, title: "Nobody would be in charge of the developer's keys any more." },
  "key-not-in-charge": { exit: 2, title: "The key that signs is not in charge of the developer's keys." },
  "passphrase-wrong": { exit: 3, title: "The passphrase does not open the key." },
  "project-settings": { exit: 2, title: "The settings of the project, `.mosis.json`, cannot be used." },
  "repository-missing": { exit: 2, title: "The folder lies in no Git repository." },
  "git-missing": { exit: 2, title: "Git is not installed." },
  "commit-missing": { exit: 2, title: "The repository lacks a commit, or a part of its history." },
  "registry-broken": { exit: 1, title: "The registry at that commit cannot be published." },
  ...publishErrorCodes,
  ...forgeErrorCodes,
  ...portalErrorCodes,
  ...deviceErrorCodes,
  bug: { exit: 70, title: "Something in mosis itself is broken." },
} as const satisfies Record<string, { readonly exit: ExitCode; readonly title: string }>;

export type ErrorCode = keyof typeof errorCodes;
