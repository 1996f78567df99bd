import { ApiError } from "./api-error.ts";

/** GitHub's hourly allowances. */
const PER_TOKEN = 5000;
const PER_STRANGER = 60;
const WINDOW_SECONDS = 3600;

export interface RateLimits {
  /** Counts one request of a token (null: without one); its headers. Throws 403 when the allowance is enforced and used up. */
  take(token: string | null): Readonly<Record<string, string>>;
}

/** Counts always; refuses only when an allowance is given, so that a long afternoon of `npm start` is never cut off. */
export function createRateLimits(enforced: number | null, clock: () => Date): RateLimits {
  const windows = new Map<string | null, { used: number; reset: number }>();
  return {
    take(token) {
      const now = Math.floor(clock().getTime() / 1000);
      const known = windows.get(token);
      const window = known !== undefined && known.reset > now ? known : { used: 0, reset: now + WINDOW_SECONDS };
      windows.set(token, window);
      window.used += 1;
      const limit = enforced ?? (token === null ? PER_STRANGER : PER_TOKEN);
      const headers = {
        "x-ratelimit-limit": String(limit),
        "x-ratelimit-remaining": String(Math.max(0, limit - window.used)),
        "x-ratelimit-used": String(window.used),
        "x-ratelimit-reset": String(window.reset),
        "x-ratelimit-resource": "core",
      };
      if (enforced !== null && window.used > limit) {
        throw new ApiError(403, "API rate limit exceeded for this token.", [], headers);
      }
      return headers;
    },
  };
}
