import { describe, expect, test } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";

import { CONFIG, startWorkerd } from "./workerd-kit.ts";
import { limits } from "../../shared/limits.ts";
import { telemetryContract } from "../contract.ts";

telemetryContract("Workers with D1", (known) => startWorkerd(null, known));

describe.each([[null], ["scale"]] as const)("wrangler.jsonc, environment %s,", (env) => {
  const config = readConfig({ config: CONFIG, ...(env !== null && { env }) });

  test("grants an address what the table of limits says", () => {
    const { limit, windowSeconds: period } = limits.rates.telemetryEventsFrom;
    expect(config.ratelimits).toMatchObject([{ name: "ADDRESSES", simple: { limit, period } }]);
  });

  test("keeps addresses out of the logs, and runs the hourly job", () => {
    expect(config.observability?.logs?.invocation_logs).toBe(false);
    expect(config.triggers.crons).toEqual(["7 * * * *"]);
  });
});
