import { type CheckResult, fail, ok, warn } from "./check-result.ts";
import type { StoreFacts } from "./setup-facts.ts";

/** Milliseconds that a clock may be off: what a request takes, and the second to which servers round. */
const CLOCK_FINE_MS = 2 * 60_000;
/** Milliseconds from which on sign-ins and expiry go wrong. */
const CLOCK_WRONG_MS = 60 * 60_000;

/** Judges a store as this machine sees it, and this machine's clock by the store's. */
export function checkStore({ url, unreachable, trust, trouble, clockAheadMs }: StoreFacts): readonly CheckResult[] {
  if (unreachable !== null) {
    return [fail("store", `${url} cannot be reached: ${unreachable}`, "Check the address and the connection.")];
  }
  const clock = checkClock(clockAheadMs);
  const reached = ok("store", `${url} answers.`);
  if (trust === null) {
    const why = trouble ?? { message: "Its signatures do not hold.", fix: "Do not install from there." };
    return [reached, fail("store-trust", why.message, why.fix), ...clock];
  }
  const { root, isPinned, expires } = trust;
  const how = isPinned ? "as pinned by the device of this machine" : "seen for the first time";
  return [reached, ok("store-trust", `Its signatures hold until ${expires}, from the root ${root}, ${how}.`), ...clock];
}

function checkClock(aheadMs: number | null): readonly CheckResult[] {
  if (aheadMs === null) return [];
  const off = Math.abs(aheadMs);
  if (off <= CLOCK_FINE_MS) return [ok("clock", "The clock agrees with the store's.")];
  const message = `The clock is ${duration(off)} ${aheadMs > 0 ? "ahead of" : "behind"} the store's.`;
  const fix = "Set it by the network, for instance with `timedatectl set-ntp true`.";
  return [off < CLOCK_WRONG_MS ? warn("clock", message, fix) : fail("clock", message, fix)];
}

function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
