import type { ServerAddress } from "./http-clickhouse.ts";
import { addDays, isDay } from "../../../src/core/telemetry/days.ts";
import { limits } from "../../shared/limits.ts";
import { ConfigurationError, type Environment } from "../../shared/part.ts";

export interface LoadConfig {
  readonly server: ServerAddress;
  /** Address of the bucket as ClickHouse reads it, with a final slash. */
  readonly bucket: string;
  /** Folder of the databases. */
  readonly data: string;
}

/** @throws ConfigurationError */
export function loadConfig(environment: Environment): LoadConfig {
  const {
    CLICKHOUSE_DATABASE: database = "telemetry",
    CLICKHOUSE_USER: user = "default",
    CLICKHOUSE_PASSWORD: password = "",
    MOSIS_DATA: data = "",
  } = environment;
  const url = address(environment, "CLICKHOUSE_URL", "its HTTP interface, such as https://clickhouse.example:8443");
  const bucket = address(environment, "MOSIS_RAW", "the bucket, such as https://ACCOUNT.r2.cloudflarestorage.com/raw");
  if (data !== "") return { server: { url, database, user, password }, bucket, data };
  throw new ConfigurationError("MOSIS_DATA is not set. Set it to the folder that the portal has its data in.");
}

/**
 * The days to load: those that were named; without any, all of which there may be rows, the newest first.
 *
 * @throws ConfigurationError
 */
export function daysToLoad(named: readonly string[], today: string): readonly string[] {
  const wrong = named.find((day) => !isDay(day));
  if (wrong !== undefined) {
    throw new ConfigurationError(`${JSON.stringify(wrong)} is no day. Name UTC days, such as ${today}.`);
  }
  // A phone may be a day ahead.
  const days = Array.from({ length: limits.sizes.rawDays.limit + 2 }, (_, at) => addDays(today, 1 - at));
  return named.length > 0 ? named : days;
}

function address(environment: Environment, name: string, what: string): string {
  const text = environment[name] ?? "";
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/?$/, "/");
  throw new ConfigurationError(
    `${name} is ${text === "" ? "not set" : JSON.stringify(text)}. Set it to the address of ${what}.`,
  );
}
