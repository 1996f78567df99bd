import type { Operation } from "./operation.ts";
import { choice, component, count, flag, list, nullable, object, text } from "./schema.ts";

export const submission = component(
  "Submission",
  object("Where a submission stands.", {
    number: count("Number of the pull request."),
    url: text("Its page on the forge."),
    title: text("Of the pull request."),
    kind: text("What it is."),
    subject: text("The app or developer it is about."),
    "version_code?": count("Of versions."),
    state: text("A state of review, or `landed`."),
    appealed: flag("Whether a rejection is appealed."),
    next: choice("Who has to do something.", ["developer", "reviewer", "machine", "nobody"]),
    advice: text("What you may do."),
    report: nullable("What the machine says of it, as Markdown; null before it has.", text("A text.")),
    checks: list(
      "Of its newest commit, where they have not passed.",
      object("A check.", {
        name: text("Its name."),
        state: choice("How it is.", ["running", "failed"]),
        title: text("What it says; empty where nothing."),
      }),
    ),
  }),
);

export const getSubmission = {
  id: "getSubmission",
  method: "get",
  path: "/submissions/{number}",
  tag: "Submissions",
  summary: "A submission",
  description: "Where something stands that was submitted through this portal.",
  access: { scope: "apps:read", role: "viewer" },
  answers: { 200: { description: "The submission.", schema: submission, headers: ["ETag"] } },
  problems: ["not-found", "not-configured", "forge-unavailable"],
  rate: "reads",
} as const satisfies Operation;
