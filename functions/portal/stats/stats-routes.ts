import { type AppPorts, findApp } from "../apps/find-app.ts";
import type { Identity } from "../accounts/identity.ts";
import { implement, type Implemented } from "../http/call.ts";
import { crash, crashes, frameTime, memory, overview, screens, series, versions } from "../openapi/stats.ts";
import { problem } from "../problems.ts";
import type { DayRange, StatsReader } from "../../telemetry/rollup/stats-reader.ts";
import type { AppId } from "../../../src/core/ids/ids.ts";

const DAY_MS = 86_400_000;
/** Days that are shown where nobody asks for others, and the most that are. */
const USUAL_DAYS = 28;
const MOST_DAYS = 400;

/** Numbers about an app, for members of its developer. */
export function statsRoutes(ports: AppPorts): readonly Implemented[] {
  const { now } = ports;
  const open = async (id: string | undefined, identity: Identity): Promise<{ app: AppId; stats: StatsReader }> => {
    const { id: app } = await findApp(id, identity, "viewer", ports);
    if (ports.stats === null)
      throw problem("not-configured", "This portal has no telemetry: whoever runs it sets MOSIS_DATA.");
    return { app, stats: ports.stats };
  };
  return [
    implement(overview, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      return { status: 200, body: await stats.overview(app, rangeOf(query, now())) };
    }),
    implement(series, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      return { status: 200, body: { days: await stats.series(app, query.metric, rangeOf(query, now())) } };
    }),
    implement(frameTime, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      return { status: 200, body: await stats.frameTimes(app, rangeOf(query, now())) };
    }),
    implement(memory, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      return { status: 200, body: await stats.memory(app, rangeOf(query, now())) };
    }),
    implement(versions, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      return { status: 200, body: { versions: await stats.versions(app, rangeOf(query, now())) } };
    }),
    implement(screens, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      const { limit = 20 } = query;
      return { status: 200, body: { screens: await stats.screens(app, rangeOf(query, now()), limit) } };
    }),
    implement(crashes, async ({ params, query, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      const { limit = 20 } = query;
      return { status: 200, body: { groups: await stats.crashGroups(app, rangeOf(query, now()), limit) } };
    }),
    implement(crash, async ({ params, identity }) => {
      const { app, stats } = await open(params["id"], identity);
      const group = await stats.crashGroup(app, params["group"] ?? "");
      if (group === null) throw problem("not-found", `${app} has no such group of crashes.`);
      return { status: 200, body: group };
    }),
  ];
}

/**
 * The days that are asked for.
 *
 * @throws ProblemError `invalid-request`
 */
export function rangeOf(query: { readonly from?: string; readonly to?: string }, now: Date): DayRange {
  const to = query.to ?? now.toISOString().slice(0, 10);
  const from = query.from ?? dayBefore(to, USUAL_DAYS - 1);
  const refuse = (name: "from" | "to", message: string): never => {
    throw problem("invalid-request", message, { errors: [{ pointer: `#/query/${name}`, message }] });
  };
  for (const [name, day] of Object.entries({ from, to }))
    if (!isDay(day)) refuse(name as "from", `There is no day ${day}.`);
  if (from > to) refuse("from", "The first day is after the last one.");
  if (dayBefore(to, MOST_DAYS) > from) refuse("from", `At most ${MOST_DAYS} days are shown at once.`);
  return { from, to };
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function dayBefore(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? day : new Date(time - days * DAY_MS).toISOString().slice(0, 10);
}
