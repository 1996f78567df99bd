import type { ExitCode } from "./exit-codes.ts";

/** Errors of the commands that talk to a forge. */
export const forgeErrorCodes = {
  "signed-out": { exit: 3, title: "Nobody is signed in to the forge or the portal." },
  "sign-in-failed": { exit: 3, title: "The sign-in was refused, or nobody confirmed it in time." },
  "client-id-missing": { exit: 3, title: "The registry does not say how to sign in." },
  "token-refused": { exit: 3, title: "The forge or the portal does not know the token." },
  "token-unreadable": { exit: 3, title: "The file of tokens is broken." },
  "job-token": { exit: 3, title: "A job's own token of GitHub Actions cannot publish." },
  "forge-unreachable": { exit: 4, title: "The forge did not answer, or failed." },
  "forge-denied": { exit: 4, title: "The forge does not let this token do that, or not now." },
  "forge-missing": { exit: 4, title: "The forge has no such repository, or hides it from the token." },
  "forge-refused": { exit: 4, title: "The forge refused what was asked." },
} as const satisfies Record<string, { readonly exit: ExitCode; readonly title: string }>;
