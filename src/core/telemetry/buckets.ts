/** The last bucket: all above e^11 (60 s, or 58 GB in MB) is in it. */
export const LAST_BUCKET = 110;

/** How often each bucket was met, by its number. */
export type Buckets = Readonly<Record<string, number>>;

/** The bucket of a positive value, `floor(10 ln x)`: each is 10.5 % wide. Values below 1 are in the first. */
export function bucketOf(value: number): number {
  return value > 1 ? Math.min(LAST_BUCKET, Math.floor(10 * Math.log(value))) : 0;
}

/** The smallest value of a bucket, but for rounding. */
export function bucketFloor(bucket: number): number {
  return Math.exp(bucket / 10);
}

/** The value that stands for a bucket: at most 5.2 % from any other in it, and never in a neighbour by rounding. */
export function bucketMiddle(bucket: number): number {
  return Math.exp((bucket + 0.5) / 10);
}

/**
 * The nearest-rank percentile of values that were counted in buckets: the middle of the bucket that has it. Null without values.
 *
 * @param share above 0, at most 1: 0.95 for p95
 */
export function percentileOf(counts: Iterable<readonly [bucket: number, count: number]>, share: number): number | null {
  const sorted = [...counts].toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of sorted) {
    seen += count;
    if (count > 0 && seen >= share * total) return bucketMiddle(bucket);
  }
  return null;
}
