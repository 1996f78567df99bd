const DEEP = process.env["MOSIS_TEST_TIER"] === "deep";
const DEEP_FACTOR = 25;

/** How often a property is tried: `count` times in `npm test`, 25 times as often in `npm run test:deep`. */
export function runs(count: number): number {
  return DEEP ? count * DEEP_FACTOR : count;
}
