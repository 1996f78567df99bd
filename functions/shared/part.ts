import { Hono } from "hono";

import { problemResponse } from "./problem.ts";

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One of the services that the server is made of. */
export interface Part {
  readonly app: Hono;
  /** What the operator is told at the start. */
  readonly note: string;
  close(): Promise<void>;
}

/** A variable of the environment that does not say what it has to. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/**
 * A service whose configuration is missing: it says so wherever it would answer.
 *
 * @param paths Hono patterns
 * @param missing names of variables
 */
export function partThatIsOff(name: string, paths: readonly string[], missing: readonly string[]): Part {
  const detail = `This server has no ${name}: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set.`;
  const app = new Hono();
  for (const path of paths) {
    app.all(path, () =>
      problemResponse({ name: "not-configured", status: 501, title: "This server does not do that", detail }),
    );
  }
  return { app, note: detail, close: async () => {} };
}
