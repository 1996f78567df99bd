import type { ExitCode } from "./exit-codes.ts";

/** Errors of the commands that submit something to a registry. */
export const publishErrorCodes = {
  "developer-unknown": { exit: 2, title: "Nobody said which developer publishes." },
  "developer-unregistered": { exit: 2, title: "The registry does not know the developer." },
  "not-a-member": { exit: 3, title: "The account is no member of the developer." },
  "key-not-registered": { exit: 2, title: "No key at hand is registered for what has to be signed." },
  "domain-unproven": { exit: 1, title: "A domain does not say that it is the developer's." },
  "app-other-owner": { exit: 2, title: "The app belongs to another developer." },
  "app-unknown": { exit: 2, title: "The registry has no such app." },
  "version-unknown": { exit: 2, title: "The registry has no such version." },
  "version-taken": { exit: 2, title: "The registry has another version of that code." },
  "submission-newer": { exit: 2, title: "A higher version of the track is submitted already." },
  "submission-pending": { exit: 2, title: "An earlier change is not merged yet." },
  "appeal-impossible": { exit: 2, title: "There is no rejection to appeal." },
  "appeal-pending": { exit: 2, title: "The rejection is appealed already." },
  "repository-needed": { exit: 2, title: "It is not clear where the package will lie." },
  "package-host": { exit: 2, title: "The registry takes no packages from that address." },
  "package-unsigned": { exit: 2, title: "The package at that address is not signed by the key." },
  "upload-denied": { exit: 3, title: "The account may not upload to the registry." },
  "upload-conflict": { exit: 2, title: "The registry keeps something else for that upload." },
  "upload-too-large": { exit: 2, title: "The registry takes no upload of that size." },
  "upload-unreachable": { exit: 4, title: "The upload endpoint of the registry did not answer, or failed." },
  "upload-refused": { exit: 4, title: "The upload endpoint of the registry refused the file." },
  "store-text": { exit: 1, title: "A text for the store page cannot be used." },
} as const satisfies Record<string, { readonly exit: ExitCode; readonly title: string }>;
