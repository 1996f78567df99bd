import { limits, type RateLimit, type SizeLimit } from "./limits.ts";

const PER: Readonly<Record<RateLimit["per"], string>> = {
  address: "address",
  device: "daily id of a device",
  account: "account",
  key: "API key or session",
};

/** The page of the operators' docs that tells every limit, as Markdown for Starlight. */
export function limitsPage(): string {
  const rates: readonly (readonly [string, RateLimit])[] = Object.entries(limits.rates);
  const sizes: readonly SizeLimit[] = Object.values(limits.sizes);
  return [
    "---",
    "title: Limits",
    "description: How often and how large requests to the functions may be, and how an answer says so.",
    "---",
    "",
    "<!-- Generated from functions/shared by `npm run generate`; a test compares. Do not edit. -->",
    "",
    "The published store is files: it has the limits of whoever serves them. The functions beside it, telemetry and portal,",
    "take what is below. They read the same table as this page.",
    "",
    "## How often",
    "",
    "| policy | what | for each | at most | in |",
    "| --- | --- | --- | --- | --- |",
    ...rates.map(
      ([name, { what, per, limit, windowSeconds }]) =>
        `| \`${name}\` | ${what} | ${PER[per]} | ${number(limit)} | ${duration(windowSeconds)} |`,
    ),
    "",
    "All of them may come at once, and are granted again evenly over the time. Where two policies apply, both have to allow a request. An address",
    "is one of IPv4, or the first 64 bits of one of IPv6. Counters live in memory and begin anew with the process: no address is stored.",
    "",
    "## What an answer says",
    "",
    "The headers are those of the IETF draft [RateLimit header fields for HTTP][draft]:",
    "",
    ...exampleLines(),
    "",
    "| header | meaning |",
    "| --- | --- |",
    "| `RateLimit-Policy` | the policies that count this request: its name, `q` requests in `w` seconds |",
    "| `RateLimit` | where you stand: `r` requests are left, and all are again after `t` seconds |",
    "| `Retry-After` | with 429 and 503: seconds to wait until one is granted. Earlier tries are refused, and not counted |",
    "",
    "Over the limit, the answer is 429 with a [problem document](https://www.rfc-editor.org/rfc/rfc9457), and nothing of the request",
    "was taken. Send it again after `Retry-After`: a batch, a crash report or a change with the same `Idempotency-Key` counts once.",
    "503 means that the server cannot take anything just now, for one because its disk is full. Treat it the same.",
    "",
    "## How large",
    "",
    "| what | at most |",
    "| --- | --- |",
    ...sizes.map((size) => `| ${size.what} | ${amount(size)} |`),
    "",
    "A body that is too large is refused with 413 as soon as that is known, one that takes too long with 408. A proxy in front should allow these",
    "sizes and no more ([hosting](hosting.md)).",
    "",
    "[draft]: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/",
    "",
  ].join("\n");
}

function exampleLines(): readonly string[] {
  const { limit, windowSeconds } = limits.rates.telemetryEvents;
  return [
    "```http",
    "HTTP/1.1 429 Too Many Requests",
    "Content-Type: application/problem+json",
    `RateLimit-Policy: "telemetryEvents";q=${limit};w=${windowSeconds}`,
    `RateLimit: "telemetryEvents";r=0;t=${windowSeconds}`,
    `Retry-After: ${windowSeconds / limit}`,
    "```",
  ];
}

const UNITS = [
  { name: "day", seconds: 86_400 },
  { name: "hour", seconds: 3600 },
  { name: "minute", seconds: 60 },
  { name: "second", seconds: 1 },
] as const;

function duration(seconds: number): string {
  const unit = UNITS.find((each) => seconds % each.seconds === 0) ?? UNITS[3];
  return counted(seconds / unit.seconds, unit.name);
}

function amount({ limit, unit }: SizeLimit): string {
  if (unit === "seconds") return duration(limit);
  if (unit !== "bytes") return `${number(limit)} ${unit}`;
  if (limit % 1_048_576 === 0) return `${number(limit / 1_048_576)} MiB`;
  return limit % 1024 === 0 ? `${number(limit / 1024)} KiB` : `${number(limit)} bytes`;
}

function counted(count: number, name: string): string {
  return count === 1 ? `1 ${name}` : `${number(count)} ${name}s`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}
