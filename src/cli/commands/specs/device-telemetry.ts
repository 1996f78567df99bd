import type { CommandSpec, OptionSpec } from "../../command.ts";

const root = {
  type: "string",
  valueName: "DIR",
  summary: "Folder of the device [$MOSIS_HOME/device]",
} as const satisfies OptionSpec;

const service = {
  type: "string",
  valueName: "URL",
  summary: "Address of the store's telemetry service; needed",
} as const satisfies OptionSpec;

export const deviceTelemetryStatus = {
  name: "device telemetry status",
  summary: "Say what a device counts, and what waits to be sent",
  description: [
    "Says what the device's owner agreed to, which apps were counted, and how much waits. Nobody is asked.",
  ],
  positionals: [],
  options: { root },
  mutates: false,
  examples: [{ command: "mosis device telemetry status", summary: "What is counted" }],
} as const satisfies CommandSpec;

export const deviceTelemetryConsent = {
  name: "device telemetry consent",
  summary: "Choose what a device may count and send",
  description: [
    "`none` is where every device begins: nothing is counted and nothing is sent. `basic` is starts, stops, crashes and speed; `detailed` also which screens and buttons were used, as apps name them.",
    "What waits and is above the new level is dropped at once. What was sent before stays until it is 30 days old, or until `mosis device telemetry delete`.",
  ],
  positionals: [{ name: "level", summary: "none, basic or detailed", required: true }],
  options: { root },
  mutates: true,
  examples: [
    { command: "mosis device telemetry consent basic", summary: "Tell developers what breaks" },
    { command: "mosis device telemetry consent none", summary: "Say nothing" },
  ],
} as const satisfies CommandSpec;

export const deviceTelemetrySend = {
  name: "device telemetry send",
  summary: "Send what a device counted",
  description: [
    "Sends what waits, the oldest first. What the service refuses is dropped; what it cannot take now waits on, and the exit code is 4.",
    "With `--if-due` it does what the background service of a device does: it leaves a service alone that failed, or asked for it.",
  ],
  positionals: [],
  options: { root, service, "if-due": { type: "boolean", summary: "Send nothing before the next attempt is due" } },
  mutates: true,
  examples: [
    { command: "mosis device telemetry send --service https://telemetry.example.org", summary: "Send what waits" },
  ],
} as const satisfies CommandSpec;

export const deviceTelemetryExport = {
  name: "device telemetry export",
  summary: "Show everything a telemetry service has of a device",
  description: [
    "Works out the device's ids of the last 30 days for all its apps, which only the device can, and asks the service for what it has of them. The result is JSON, also without `--json`.",
  ],
  positionals: [],
  options: { root, service },
  mutates: false,
  examples: [
    { command: "mosis device telemetry export --service https://telemetry.example.org", summary: "See all of it" },
  ],
} as const satisfies CommandSpec;

export const deviceTelemetryDelete = {
  name: "device telemetry delete",
  summary: "Have everything deleted that a telemetry service has of a device",
  description: [
    "Drops what waits, and has everything deleted that was sent in the last 30 days, by ids that only the device can work out. Counts that it is part of stay; nobody can tell which part.",
    "With `--new-secret` the device then makes another secret, so that it has nothing in common with what was deleted.",
  ],
  positionals: [],
  options: { root, service, "new-secret": { type: "boolean", summary: "Also make another secret" } },
  mutates: true,
  examples: [
    {
      command: "mosis device telemetry delete --service https://telemetry.example.org",
      summary: "Leave nothing of it",
    },
  ],
} as const satisfies CommandSpec;
