import type { ExitCode } from "./exit-codes.ts";

/** Errors of the commands that talk to a portal. */
export const portalErrorCodes = {
  "portal-unknown": { exit: 2, title: "Nobody said which portal to ask." },
  "portal-denied": { exit: 3, title: "The account or the API key may not do that in the portal." },
  "portal-unreachable": { exit: 4, title: "The portal did not answer, or failed." },
  "portal-busy": { exit: 4, title: "The portal takes no more for now." },
  "portal-off": { exit: 4, title: "The portal's operator has not switched that on." },
  "portal-missing": { exit: 4, title: "The portal has no such thing, or hides it from the account." },
  "submission-refused": { exit: 1, title: "Review would refuse what was submitted, the portal says." },
  "portal-refused": { exit: 4, title: "The portal refused what was sent." },
} as const satisfies Record<string, { readonly exit: ExitCode; readonly title: string }>;
