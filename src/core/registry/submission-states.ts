/** Where a submission may stand; what each means is in docs/spec/review-states.md. */
export const submissionStates = [
  "draft",
  "submitted",
  "in_review",
  "changes_requested",
  "approved",
  "rejected",
  "published",
  "held",
  "withdrawn",
] as const;
export type SubmissionState = (typeof submissionStates)[number];

/** A state that a submission came into, and when: RFC 3339 in UTC to the second. */
export type TimelineEntry = { readonly state: SubmissionState; readonly since: string };
