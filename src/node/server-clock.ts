import { answerOf, discard } from "./fetch-file.ts";

/**
 * What time a web server has, by the `Date` of its answer and the `Age` that a cache adds to it; null where it does not say.
 *
 * @throws FetchError
 */
export async function serverClock(url: string): Promise<Date | null> {
  return answerOf(url, { "cache-control": "no-cache" }, {}, async ({ response }) => {
    await discard(response);
    const date = Date.parse(response.headers.get("date") ?? "");
    const ageSeconds = Number(response.headers.get("age") ?? 0);
    return Number.isNaN(date) ? null : new Date(date + (Number.isFinite(ageSeconds) ? ageSeconds * 1000 : 0));
  });
}
