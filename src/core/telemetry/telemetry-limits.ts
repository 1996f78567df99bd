/** Sizes of what a phone sends. The client keeps them, the service enforces them. */
export const telemetryLimits = {
  /** Events in one batch. */
  batchEvents: 100,
  /** Bytes of a batch, inflated. */
  batchBytes: 65_536,
  /** Bytes of a crash report, inflated. */
  crashBytes: 262_144,
  /** UTF-16 units of a crash's message; the rest is cut. */
  messageCharacters: 1_024,
  /** UTF-16 units of a crash's stack trace; the middle is cut. */
  stackCharacters: 16_384,
  /** Characters of the name of a screen or an element. */
  nameCharacters: 64,
  /** Ids in one request to export or delete. */
  privacyIds: 1_000,
  /** Days that raw events are kept, and that a phone works its ids out for. */
  rawDays: 30,
  /** Files that wait on a device; the oldest goes when there are more. */
  queuedFiles: 256,
  /** Bytes of an answer to an export that a device takes. */
  exportBytes: 64 * (1 << 20),
  /** Bytes of the secret that device ids are made of. */
  secretBytes: 32,
  /** Violations told of one document; nobody reads more. */
  violations: 20,
} as const;
