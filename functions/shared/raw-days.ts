import { limits } from "./limits.ts";
import { ConfigurationError, type Environment } from "./part.ts";

const MOST = limits.sizes.rawDays.limit;

/**
 * Days that raw events are kept and taken: fewer than are promised are fine, more are not.
 *
 * @throws ConfigurationError
 */
export function rawDaysOf({ MOSIS_RAW_DAYS: text = "" }: Environment): number {
  const days = text === "" ? MOST : Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= MOST) return days;
  throw new ConfigurationError(
    `MOSIS_RAW_DAYS is ${JSON.stringify(text)}. Set it to a number from 1 to ${MOST}, or leave it out for ${MOST}.`,
  );
}
