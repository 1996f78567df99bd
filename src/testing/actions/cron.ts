const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The times in (after, until] at which a schedule of five fields is due, in UTC. */
export function dueTimes(cron: string, after: Date, until: Date): readonly Date[] {
  const fields = cron.split(" ").map(parseField);
  const [minutes, hours, days, months, weekdays] = fields;
  const times: Date[] = [];
  const first = new Date(Math.floor(after.getTime() / DAY_MS) * DAY_MS);
  for (let day = first.getTime(); day <= until.getTime(); day += DAY_MS) {
    const date = new Date(day);
    const isDue =
      matches(days, date.getUTCDate()) &&
      matches(months, date.getUTCMonth() + 1) &&
      matches(weekdays, date.getUTCDay());
    if (!isDue) continue;
    for (let minute = 0; minute < DAY_MS / MINUTE_MS; minute += 1) {
      if (!matches(hours, Math.floor(minute / 60)) || !matches(minutes, minute % 60)) continue;
      const time = new Date(day + minute * MINUTE_MS);
      if (time > after && time <= until) times.push(time);
    }
  }
  return times;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function parseField(field: string): readonly Part[] {
  return field.split(",").map((part) => {
    const [, from = "", to, step = "1"] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === "") throw new RangeError(`This runner does not know ${part} in a schedule.`);
    const start = from === "*" ? 0 : Number(from);
    const isOpen = from === "*" || (to === undefined && part.includes("/"));
    return { from: start, to: isOpen ? Infinity : Number(to ?? from), step: Number(step) };
  });
}

function matches(parts: readonly Part[] | undefined, value: number): boolean {
  return (parts ?? []).some(({ from, to, step }) => value >= from && value <= to && (value - from) % step === 0);
}
