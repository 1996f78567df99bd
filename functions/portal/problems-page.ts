import { accountProblems } from "./accounts/problems.ts";
import { problems } from "./problems.ts";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly about: string;
}

/** Those of telemetry alone, which is told in its own words. */
const telemetryProblems = {
  "invalid-document": {
    status: 422,
    title: "The document is not valid",
    about:
      "A batch, a crash report or a list of ids is not as it has to be, is of a version that the store does not have, or of a day that is not kept. `errors` has each with its place. Sending the same again does not help.",
  },
  "not-stored": {
    status: 503,
    title: "It cannot be stored now",
    about:
      "The disk is full or the database failed. Nothing of the request was stored: send it again after `Retry-After`.",
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

/** Every problem of the functions, by name. */
export const allProblems: Readonly<Record<string, ProblemKind>> = {
  ...accountProblems,
  ...telemetryProblems,
  ...problems,
};

/** The page that `type` of every problem leads to, as Markdown for Starlight. */
export function problemsPage(): string {
  const all = Object.entries(allProblems).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    "---",
    "title: Problems",
    "description: What the portal and the telemetry service say when a request fails, and what to do.",
    "---",
    "",
    "<!-- Generated from functions by `npm run generate`; a test compares. Do not edit. -->",
    "",
    "A request that fails is answered with `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). The last part of `type` is the name of the",
    "problem: programs tell problems apart by it. `detail` is about this request, and `errors` lists what is wrong with what was sent, each with a JSON Pointer.",
    "",
    "```json",
    JSON.stringify(
      {
        type: "https://mosis.dev/problems/document-refused",
        title: problems["document-refused"].title,
        status: problems["document-refused"].status,
        detail: 'No valid signature by a key of "ada" that may sign a version of com.example.notes.',
        errors: [{ pointer: "/documents/0", message: 'No valid signature by a key of "ada". (owner/signature)' }],
      },
      null,
      2,
    ),
    "```",
    ...all.flatMap(([name, { status, title, about }]) => ["", `## ${name}`, "", `**${status}: ${title}.** ${about}`]),
    "",
  ].join("\n");
}
