import { resolve } from "node:path";

import { openSqliteStore } from "./sqlite-store.ts";
import { addressReader } from "../../shared/address.ts";
import { nodeGunzip } from "../../shared/gunzip.ts";
import { openStore } from "../../shared/open-store.ts";
import { type Environment, type Part, partThatIsOff } from "../../shared/part.ts";
import { rawDaysOf } from "../../shared/raw-days.ts";
import { createRateLimiter } from "../../shared/rate-limit.ts";
import { telemetryRoutes } from "../api.ts";
import { createKnownVersions } from "../known-versions.ts";

/**
 * The telemetry service, with its files below `MOSIS_DATA`, for the versions of the store at `MOSIS_STORE`. Days that are deleted already, of
 * which `MOSIS_RAW_DAYS` says when, are not taken either.
 *
 * @throws ConfigurationError
 */
export function openTelemetry(environment: Environment, report: (error: unknown) => void): Part {
  const { MOSIS_STORE: store = "", MOSIS_DATA: data = "" } = environment;
  const missing = Object.entries({ MOSIS_STORE: store, MOSIS_DATA: data }).flatMap(([name, value]) =>
    value === "" ? name : [],
  );
  if (missing.length > 0) return partThatIsOff("telemetry", ["/telemetry/*"], missing);
  const documents = openStore(store);
  const now = () => new Date();
  const files = openSqliteStore({ folder: resolve(data, "telemetry"), now });
  const app = telemetryRoutes({
    store: files,
    versions: createKnownVersions(documents, Date.now, report),
    limiter: createRateLimiter(Date.now),
    now,
    addressOf: addressReader(environment),
    report,
    rawDays: rawDaysOf(environment),
    gunzip: nodeGunzip,
  });
  return { app, note: `Telemetry of ${store}, kept in ${files.rawFolder}.`, close: async () => files.close() };
}
