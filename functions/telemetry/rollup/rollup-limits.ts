/** What bounds roll-ups, however many events there are. */
export const rollupLimits = {
  /** Devices a published number is of at least, and a screen's count on a day. */
  devices: 10,
  /** Screens and buttons of a version that are counted on a day. */
  screens: 200,
  /** Crash groups of a version that are told apart on a day; the rest is one. */
  crashGroups: 500,
  /** Days that counts are kept. */
  days: 400,
  /** Days after the end of a week until its numbers are published: what comes later is not in them. */
  settlingDays: 3,
  /** Weeks that a published file has. */
  weeks: 53,
} as const;
