import { portalOption, registryOptions } from "./account.ts";
import type { CommandSpec } from "../../command.ts";

export const status = {
  name: "status",
  summary: "Say where your submissions stand",
  description: [
    "Lists your pull requests of the registry, newest first: their state, who has to do something next, and what you can do. Without an app it lists those that are open, and versions that have landed and are held.",
    "Through a portal it lists what is on its way of the apps of your developers, whoever submitted it.",
  ],
  positionals: [{ name: "app", summary: "Only what is about this app, past submissions too", required: false }],
  options: { ...registryOptions, portal: portalOption },
  mutates: false,
  examples: [
    { command: "mosis status", summary: "See what is on its way" },
    { command: "mosis status org.example.notes --json", summary: "Get all of an app as data" },
  ],
} as const satisfies CommandSpec;

export const appeal = {
  name: "appeal",
  summary: "Object to a rejection",
  description: [
    "Asks for another reviewer: writes `/appeal` with your reason on the pull request that was rejected. Without a number it is the newest one of the app.",
  ],
  positionals: [
    { name: "app", summary: "Id of the app", required: true },
    { name: "reason", summary: "Why the rejection is wrong", required: true, variadic: true },
  ],
  options: {
    ...registryOptions,
    pull: { type: "string", valueName: "N", summary: "Number of the pull request" },
  },
  mutates: true,
  examples: [{ command: "mosis appeal org.example.notes We own that name", summary: "Object, with a reason" }],
} as const satisfies CommandSpec;
