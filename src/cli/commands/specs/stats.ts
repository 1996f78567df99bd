import { portalOption } from "./account.ts";
import type { CommandSpec } from "../../command.ts";

export const stats = {
  name: "stats",
  summary: "Show how an app is used",
  description: [
    "Asks the portal for the devices of a day, week and month, sessions without a crash, frame times, memory, versions, and the groups of crashes that occur most. Devices are counted where their owners agreed; nobody is recognised.",
    "DAU are devices a day; WAU and MAU those of the ISO week and the month of the last day, up to it. Device-days are devices counted anew each day. Today is not over, so it is left out unless `--to` names it.",
  ],
  positionals: [{ name: "app", summary: "Id of the app", required: true }],
  options: {
    portal: { ...portalOption, summary: "Portal to ask; else MOSIS_PORTAL, or the last login" },
    from: { type: "string", valueName: "DAY", summary: "First day in UTC; else 27 days before the last" },
    to: { type: "string", valueName: "DAY", summary: "Last day in UTC; else yesterday, the last whole one" },
  },
  mutates: false,
  examples: [
    { command: "mosis stats org.example.notes", summary: "See the last four weeks" },
    {
      command: "mosis stats org.example.notes --from 2026-11-01 --to 2026-11-07 --json",
      summary: "Get a week as data",
    },
  ],
} as const satisfies CommandSpec;
