import { type ProblemDetail, ProblemError } from "../shared/problem.ts";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** When it comes, and what to do: for the page of problems. */
  readonly about: string;
}

/** Every problem that the portal answers with, by its name. Titles and statuses of those of `functions/shared` are as they are there. */
export const problems = {
  "malformed-json": {
    status: 400,
    title: "Not a JSON document",
    about:
      "The body is no JSON, is nested too deeply, or is not encoded as its header says. Send one JSON document in UTF-8.",
  },
  unauthenticated: {
    status: 401,
    title: "Sign in first",
    about:
      "There is no valid session, token or API key. Sign in, or send `Authorization: Bearer` with a key that has not expired.",
  },
  "cross-site": {
    status: 403,
    title: "The request comes from another site",
    about:
      "A browser with a session sent a change from a page that is not the portal's. Programs use an API key, which is not bound to a site.",
  },
  "insufficient-scope": {
    status: 403,
    title: "The key is not for this",
    about: "The key or token lacks the scope that `detail` names. Make a key with that scope.",
  },
  "insufficient-role": {
    status: 403,
    title: "Your role does not allow this",
    about: "You are a member of the developer, in a role that may not do this. Ask an owner.",
  },
  "not-a-member": {
    status: 403,
    title: "You are no member of the developer",
    about: "Only members act for a developer. Link your account to it, or let an owner invite you.",
  },
  "not-found": {
    status: 404,
    title: "There is no such thing",
    about: "Nothing is there, or nothing that you may see.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Another method is expected",
    about: "The address is right and the method is not. `Allow` lists those that there are.",
  },
  "too-slow": {
    status: 408,
    title: "The request took too long",
    about: "The body did not arrive in time. Send it again.",
  },
  "app-exists": {
    status: 409,
    title: "The id is taken",
    about: "An app of this id is in the store, or somebody drafts one. Choose another id.",
  },
  "version-exists": {
    status: 409,
    title: "There is such a version",
    about: "The version code is taken by other bytes. Versions never change: raise `version_code`.",
  },
  "app-published": {
    status: 409,
    title: "Published apps stay",
    about: "An app of which a version was published cannot be deleted. Yank its versions instead.",
  },
  "package-missing": {
    status: 409,
    title: "The package is not there yet",
    about:
      "A version was announced and its package was not uploaded. Send it to the address that you were given, then submit again.",
  },
  "submission-open": {
    status: 409,
    title: "Another submission comes first",
    about:
      "A submission that this one would build on is still open, or a newer version is on its way. Wait for it, or withdraw it.",
  },
  "not-reviewed": {
    status: 409,
    title: "The version has not landed",
    about: "Only what review has let in can be published. Look at the submission for what it waits for.",
  },
  "key-in-use": {
    status: 409,
    title: "The same request is being answered",
    about: "A request with this `Idempotency-Key` has not ended. Wait, then repeat it.",
  },
  "app-removed": {
    status: 410,
    title: "The app was removed",
    about: "It was removed for good, and its id is never given again.",
  },
  "version-yanked": {
    status: 410,
    title: "The version was taken back",
    about: "Its developer took the version back, and there is no other one to have. `detail` says why.",
  },
  "precondition-failed": {
    status: 412,
    title: "It has changed meanwhile",
    about: "`If-Match` names another state than the present one. Read it again, and repeat the change on top of that.",
  },
  "too-large": {
    status: 413,
    title: "The document is too large",
    about:
      "The body is larger than is taken. Large packages go to an address that `POST /apps/{id}/versions` gives you.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "Another type is expected",
    about: "The body is of a type that the operation does not take. `detail` names the right one.",
  },
  "invalid-request": {
    status: 422,
    title: "The request is not as described",
    about:
      "A member of the body or a parameter is not as the description of the API asks. `errors` has each with its place.",
  },
  "package-refused": {
    status: 422,
    title: "The package would not pass review",
    about:
      "The package breaks rules, is not signed by a key of the developer, or is of another app. `errors` has each finding; `mosis validate` and `mosis verify` find the same.",
  },
  "document-refused": {
    status: 422,
    title: "The documents would not pass review",
    about:
      "A signed document does not have its form, is signed by no key in charge, or does not fit the registry. `errors` has each finding. No pull request was opened.",
  },
  "key-reused": {
    status: 422,
    title: "The Idempotency-Key belongs to another request",
    about: "A key stands for one request for 24 hours. Use a new one for another request.",
  },
  "precondition-required": {
    status: 428,
    title: "Say which state you change",
    about: "Send `If-Match` with the `ETag` of what you read, so that nobody's change is lost.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests",
    about: "`Retry-After` says when to try again. The limits are those of the page of limits.",
  },
  "app-suspended": {
    status: 451,
    title: "The operators suspended it",
    about: "The operators of the store took the app or the version out. `detail` says why.",
  },
  internal: {
    status: 500,
    title: "Something is wrong on our side",
    about:
      "A fault of ours, which was reported. The portal's `x-request-id` finds it in its log; tell whoever runs it.",
  },
  "not-configured": {
    status: 501,
    title: "This server does not do that",
    about: "Whoever runs the server has not set up what this needs. `detail` says what.",
  },
  "forge-unavailable": {
    status: 503,
    title: "The registry cannot be reached",
    about:
      "The forge that holds the registry did not answer, or the store did not. Try again; with the same `Idempotency-Key` nothing happens twice.",
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemName = keyof typeof problems;

/** A problem of the portal, to be thrown. */
export function problem(
  name: ProblemName,
  detail: string,
  more: { readonly errors?: readonly ProblemDetail[]; readonly headers?: Readonly<Record<string, string>> } = {},
): ProblemError {
  const { status, title } = problems[name];
  const { errors, headers = {} } = more;
  return new ProblemError({ name, status, title, detail, ...(errors !== undefined && { errors }) }, headers);
}
