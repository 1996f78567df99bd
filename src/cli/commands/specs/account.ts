import type { CommandSpec, OptionSpec } from "../../command.ts";

/** Which registry a command talks to. */
export const registryOptions = {
  registry: {
    type: "string",
    valueName: "OWNER/REPO",
    summary: "Repository of the registry; else MOSIS_REGISTRY, .mosis.json or the last login",
  },
  "api-url": {
    type: "string",
    valueName: "URL",
    summary: "API of its forge; else MOSIS_API_URL, or that of the last login",
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const login = {
  name: "login",
  summary: "Sign in to the forge of a registry",
  description: [
    "Shows a code to confirm in a browser, on any device. The token goes into `$MOSIS_HOME/tokens.json`, readable by you only, and may fork repositories, open pull requests and make releases of your public repositories. The registry is remembered for the commands to come.",
    "You need not sign in where GH_TOKEN or GITHUB_TOKEN is set, or `gh` is signed in.",
  ],
  positionals: [],
  options: {
    ...registryOptions,
    "client-id": {
      type: "string",
      valueName: "ID",
      summary: "OAuth app to sign in with, instead of the one the registry names",
    },
  },
  mutates: false,
  examples: [
    { command: "mosis login", summary: "Sign in for the public registry" },
    { command: "mosis login --registry acme/registry", summary: "Sign in for another one" },
  ],
} as const satisfies CommandSpec;

export const logout = {
  name: "logout",
  summary: "Forget the token of a forge",
  description: [
    "Removes what `mosis login` kept. To make the token worthless everywhere, revoke it in the settings of your account, under Applications.",
  ],
  positionals: [],
  options: { "api-url": registryOptions["api-url"] },
  mutates: true,
  examples: [{ command: "mosis logout", summary: "Sign out" }],
} as const satisfies CommandSpec;

export const whoami = {
  name: "whoami",
  summary: "Say who you are to the forge",
  description: [
    "Asks the forge whose the token is, and says where it was found: GH_TOKEN, GITHUB_TOKEN, `mosis login` or `gh`, in this order.",
  ],
  positionals: [],
  options: registryOptions,
  mutates: false,
  examples: [{ command: "mosis whoami --json", summary: "Get the numeric id, as registration needs it" }],
} as const satisfies CommandSpec;
