import { byKey, count, list, named, object, TEXT, text } from "./build-schema.ts";
import type { JsonObject } from "../../json/value.ts";
import { submissionStates } from "../../registry/submission-states.ts";
import { submissionKinds } from "../../registry/submission.ts";

const MONTH = "Such as `2026-11`, in UTC.";

/** What the files about review and about the state of the store hold: `ReviewDocument`, `ReviewMonth`, `StatusDocument`. */
export const reviewSchemas: Readonly<Record<string, JsonObject>> = {
  Review: object("What waits for review, how long review takes, and what was decided of late.", {
    as_of: { type: ["string", "null"], description: "When the queue last changed; null where none was ever kept." },
    queue: list("By number.", named("QueuedSubmission")),
    statistics: object("How long review takes.", {
      all: named("Period", "Since the beginning."),
      recent: named("Period", "The 90 days up to the newest decision."),
    }),
    months: list(
      "Newest first.",
      object("A month.", {
        month: text(MONTH),
        decisions: count("How many."),
        by_machine: count("Of these by the machine."),
        by_people: count("Of these by people."),
        path: text("Of the file with all of them, from the root of the store."),
      }),
    ),
    decisions: list("The newest hundred, newest first.", named("LoggedDecision")),
  }),
  QueuedSubmission: object("A submission that is open.", {
    number: count("Of the pull request."),
    url: text("Its page."),
    kind: {
      type: ["string", "null"],
      description: "What it is; null where its files are of no kind.",
      enum: [...Object.keys(submissionKinds), null],
    },
    "app_id?": named("AppId"),
    "developer?": named("DeveloperId"),
    "version?": text("For people."),
    "version_code?": named("VersionCode"),
    state: named("SubmissionState"),
    appealed: { type: "boolean", description: "Whether a rejection is appealed." },
    next: text("Who has to do something.", { enum: ["developer", "reviewer", "machine", "nobody"] }),
    since: named("Time", "When it came into this state."),
    deadline: { type: ["string", "null"], description: "When the machine acts if nobody does." },
  }),
  SubmissionState: text("Where a submission stands.", { enum: [...submissionStates] }),
  Period: object("What was decided in some time.", {
    decisions: count("How many."),
    by_machine: count("Of these by the machine."),
    by_people: count("Of these by people."),
    total: {
      description: "From opening to decision; null where nobody knows of any.",
      oneOf: [named("Durations"), { type: "null" }],
    },
    states: byKey("By state, how long submissions were in it altogether.", named("Durations")),
  }),
  Durations: object("How long something took, in seconds.", {
    count: count("Submissions that it is known of."),
    median: count("Half took at most that long."),
    p90: count("Nine of ten took at most that long."),
  }),
  ReviewMonth: object("The decisions of a month.", {
    month: text(MONTH),
    decisions: list("Newest first.", named("LoggedDecision")),
  }),
  LoggedDecision: object("A decision, as the log tells it.", {
    app_id: named("AppId"),
    version_code: named("VersionCode"),
    "version?": text("For people; missing of a version that never came in."),
    n: count("1 for the first decision on the version, one more for each."),
    verdict: named("Verdict"),
    at: { type: ["string", "null"], description: "When; null in old decisions." },
    "submission?": count("Number of the pull request."),
    rules: list("Ids of the rules that asked.", TEXT),
    reviewers: list("Who decided; none where the machine did.", named("Reviewer")),
    timeline: list(
      "The states up to the decision, oldest first.",
      object("A state.", { state: named("SubmissionState"), since: named("Time") }),
    ),
  }),
  Status: object("What the store is made from, and how much is in it.", {
    registry: object("The registry.", {
      name: text("Its name."),
      commit: text("What the store was made from, 40 hex digits."),
      committed_at: named("Time", "When that came."),
    }),
    apps: count("How many are published."),
    versions: count("How many versions of these have landed."),
    developers: count("How many are registered."),
    held: count("Versions that have landed and cannot be published."),
    api: text("Folder of these files."),
    spec_version: text("Version of the specification."),
    policy: object("What the registry asks of submissions.", {
      max_package_bytes: count("The largest package."),
      "submissions_per_day?": count("Most submissions of a developer in a day."),
      deadlines: byKey("Days, by what they are for.", { type: "integer", minimum: 0 }),
    }),
  }),
};
