import type { AppId } from "../../core/ids/ids.ts";
import type { AppStats, CrashGroup, DayRange, Percentiles, VersionStats } from "../../node/portal/portal-stats.ts";
import type { Style } from "../terminal/style.ts";

/** Columns of the names at the left. */
const NAMES = 10;

/** The numbers of an app for people. */
export function statsHuman(app: AppId, { from, to }: DayRange, stats: AppStats, style: Style): string {
  const { overview, frameTime, memory, versions, crashes } = stats;
  const { dau, wau, mau, first, sessions, crash_free_sessions: crashFree } = overview;
  const row = (name: string, text: string): string => `  ${style("dim", name.padEnd(NAMES))}${text}`;
  return [
    `${style("bold", app)}, ${from} to ${to}`,
    row(
      "devices",
      `DAU ${count(Math.round(dau * 10) / 10)}, WAU ${count(wau)}, MAU ${count(mau)}, ${count(first)} new`,
    ),
    row("sessions", `${count(sessions)}${withoutCrash(crashFree)}`),
    row("frames", percentiles(frameTime, "ms")),
    row("memory", percentiles(memory, "MB")),
    ...section(row, "versions", versions.map(versionLine)),
    ...section(row, "crashes", crashes.map(crashLine)),
  ].join("\n");
}

function section(
  row: (name: string, text: string) => string,
  name: string,
  lines: readonly string[],
): readonly string[] {
  const [first = "none", ...rest] = lines;
  return [row(name, first), ...rest.map((line) => row("", line))];
}

function versionLine({ version_code: code, devices, sessions, ...more }: VersionStats): string {
  const { crash_free_sessions: crashFree, frame_p95: p95 } = more;
  const frames = p95 === null ? "" : `, p95 ${measure(p95, "ms")}`;
  return `${code}: ${count(sessions)} sessions on ${count(devices)} device-days${withoutCrash(crashFree)}${frames}`;
}

function crashLine({ crashes, crash_type: type, title, devices, group_id: id, ...when }: CrashGroup): string {
  const { first_day: first, last_day: last } = when;
  const span = first === last ? first : `${first} to ${last}`;
  return `${count(crashes)} ${type.replaceAll("_", " ")}: ${title} (${count(devices)} device-days, ${span}, ${id})`;
}

function withoutCrash(share: number | null): string {
  return share === null ? "" : `, ${percent(share)} without a crash`;
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

function percentiles(found: Percentiles | null, unit: string): string {
  if (found === null) return "not counted";
  const { p50, p95, p99 } = found;
  return `p95 ${measure(p95, unit)}, p50 ${measure(p50, unit)}, p99 ${measure(p99, unit)}`;
}

function measure(value: number, unit: string): string {
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
