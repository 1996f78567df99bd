import { ProblemError } from "../../shared/problem.ts";

/** Every problem of accounts: what programs tell it apart by, its status and its title. */
export const accountProblems = {
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "wrong-credentials": { status: 401, title: "Wrong e-mail address or password" },
  "invalid-token": { status: 401, title: "The key or token is not valid" },
  "email-not-verified": { status: 403, title: "The e-mail address is not verified yet" },
  "insufficient-scope": { status: 403, title: "The key or token may not do that" },
  "csrf-token": { status: 403, title: "The request may come from another site" },
  "session-needed": { status: 403, title: "Only a person who is signed in may do that" },
  "sign-in-again": { status: 403, title: "Signing in again is needed" },
  "role-needed": { status: 403, title: "Another role is needed" },
  "unknown-provider": { status: 404, title: "No such way to sign in" },
  "sign-in-failed": { status: 400, title: "Signing in with the provider failed" },
  "account-exists": { status: 409, title: "The address belongs to another account" },
  "invalid-link": { status: 400, title: "The link is not valid any more" },
  "invalid-redirect": { status: 400, title: "Not a place in this portal" },
  "invalid-request": { status: 422, title: "The request is not valid" },
  "not-found": { status: 404, title: "Not found" },
  "too-many": { status: 409, title: "There are too many already" },
  "last-owner": { status: 409, title: "Somebody has to stay owner" },
  "invalid-proof": { status: 422, title: "The signed challenge proves nothing" },
  "not-configured": { status: 501, title: "The operator has not set this up" },
} as const;

export type AccountProblem = keyof typeof accountProblems;

/** @param detail what is wrong with this request, and how to mend it */
export function accountProblem(
  name: AccountProblem,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ProblemError {
  return new ProblemError({ name, ...accountProblems[name], detail }, headers);
}
