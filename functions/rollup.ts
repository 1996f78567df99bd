#!/usr/bin/env node
// One round of counting telemetry by day. The server starts it every few minutes; what it needs is in the environment, as the server's is.
import { ConfigurationError } from "./shared/part.ts";
import { rollUpRound } from "./telemetry/rollup/roll-up-round.ts";

try {
  const { rolled, withoutSource, deleted, failed, published } = await rollUpRound(process.env, new Date());
  tell("Counted", rolled);
  tell("Counted without the source of apps, which the store did not give:", withoutSource);
  tell("Deleted", deleted);
  tell("Published numbers of", published);
  for (const { day, error } of failed) console.error(`The events of ${day} cannot be counted:`, error);
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function tell(what: string, of: readonly string[]): void {
  if (of.length > 0) console.log(`${what} ${of.join(", ")}`);
}
