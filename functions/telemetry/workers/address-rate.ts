import type { RateLimit } from "@cloudflare/workers-types";

import { limits } from "../../shared/limits.ts";
import { problemResponse } from "../../shared/problem.ts";
import { addressPrefix } from "../../shared/rate-limit.ts";

/** Header in which Cloudflare says who asks; what a client writes there is replaced. */
const ADDRESS = "cf-connecting-ip";

/** Address of who asks, as the platform saw it. */
export function addressOf(headers: Headers): string {
  return headers.get(ADDRESS) ?? "";
}

/** Counts a request by its address, in all isolates of a data centre together. */
export async function isWithinAddressRate(request: Request, binding: RateLimit): Promise<boolean> {
  const { success } = await binding.limit({ key: addressPrefix(addressOf(request.headers)) });
  return success;
}

/** The answer to who sends too much. The binding does not tell when there is room again; its window has passed by then. */
export function tooManyFromAddress(): Response {
  const { limit, windowSeconds, per } = limits.rates.telemetryEventsFrom;
  return problemResponse(
    {
      name: "too-many-requests",
      status: 429,
      title: "Too many requests",
      detail: `At most ${limit} in ${windowSeconds} seconds per ${per}. Try again in ${windowSeconds} seconds.`,
    },
    { "retry-after": String(windowSeconds) },
  );
}
