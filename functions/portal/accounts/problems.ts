import { problems } from "../problems.ts";
import { ProblemError } from "../../shared/problem.ts";

/** Every problem of accounts: what programs tell it apart by, its status and its title, and for the page of problems when it comes. */
export const accountProblems = {
  unauthenticated: problems.unauthenticated,
  "wrong-credentials": {
    status: 401,
    title: "Wrong address or password",
    about:
      "No account has this address and password. Which of both is wrong is not told; ask for a new password if you have forgotten it.",
  },
  "email-not-verified": {
    status: 403,
    title: "The address is not confirmed yet",
    about: "Open the link in the mail that came when the account was registered, or ask for another one.",
  },
  "insufficient-scope": problems["insufficient-scope"],
  "cross-site": problems["cross-site"],
  "session-required": {
    status: 403,
    title: "Keys may not do this",
    about: "Only somebody who is signed in in a browser may do this, so that a stolen key cannot.",
  },
  "sign-in-again": {
    status: 403,
    title: "Sign in again first",
    about: "What cannot be undone needs the password, or a sign-in of the last minutes where there is none.",
  },
  "insufficient-role": problems["insufficient-role"],
  "not-a-member": problems["not-a-member"],
  "not-found": problems["not-found"],
  "sign-in-failed": {
    status: 400,
    title: "The provider's sign-in failed",
    about:
      "The way back from GitHub or Google did not fit the way there, or they named no confirmed address. Begin again at the portal.",
  },
  "device-login": {
    status: 400,
    title: "The program is not signed in",
    about:
      "What OAuth calls `error` says why: nobody typed in the code yet, it was refused, has expired, or the program asks too often.",
  },
  "account-exists": {
    status: 409,
    title: "The address has an account",
    about: "An account of this address signs in another way. Sign in that way, then add GitHub or Google to it.",
  },
  "invalid-link": {
    status: 400,
    title: "The link is not good any more",
    about: "Links in mails are good once, for an hour. Ask for another one.",
  },
  "invalid-request": problems["invalid-request"],
  "too-many": {
    status: 409,
    title: "There are too many already",
    about: "`detail` says of what there may be no more. Remove one first.",
  },
  "last-owner": {
    status: 409,
    title: "A developer keeps an owner",
    about:
      "The last owner of a developer neither leaves nor becomes something else. Make somebody else an owner first.",
  },
  "invalid-proof": {
    status: 422,
    title: "The signature proves nothing",
    about:
      "The challenge is not the portal's, has expired, was used, or is not signed by a key that may change the developer's document.",
  },
  "not-configured": {
    status: 501,
    title: "This portal does not do that",
    about: "Whoever runs the portal has not set up what this needs. `detail` says what.",
  },
} as const;

export type AccountProblem = keyof typeof accountProblems;

/** @param detail what is wrong with this request, and how to mend it */
export function accountProblem(
  name: AccountProblem,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ProblemError {
  const { status, title } = accountProblems[name];
  return new ProblemError({ name, status, title, detail }, headers);
}
