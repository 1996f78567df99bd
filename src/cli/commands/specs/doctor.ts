import type { CommandSpec } from "../../command.ts";

export const doctor = {
  name: "doctor",
  summary: "Check the set-up of this machine",
  description: [
    "Looks at what apps are made and published with, and says of each point whether it is fine, worth a look or in the way, and what to do: Node, mosis, Git and its author, `$MOSIS_HOME`, the signing keys and who can read them, half-written files, the terminal's character set, and the app project in the current folder.",
    "The network is asked for nothing, unless `--store` names a store: then also whether it answers, whether its signatures hold, from the root that this machine's device has pinned or else the first one seen, and whether the clock is right. The exit code is 1 when a point fails; warnings leave it at 0.",
  ],
  positionals: [],
  options: {
    store: { type: "string", valueName: "URL", summary: "Also check the store at an address or in a folder" },
  },
  mutates: false,
  examples: [
    { command: "mosis doctor", summary: "Before the first app" },
    { command: "mosis doctor --store https://store.example/ --json", summary: "To go with a report" },
  ],
} as const satisfies CommandSpec;
