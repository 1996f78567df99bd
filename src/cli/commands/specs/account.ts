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

/** Which portal a command goes through, where it goes through one. */
export const portalOption = {
  type: "string",
  valueName: "URL",
  summary: "Portal to go through without a Git account; else MOSIS_PORTAL, or the last login",
} as const satisfies OptionSpec;

export const login = {
  name: "login",
  summary: "Sign in to the forge of a registry, or to a portal",
  description: [
    "Shows a code to confirm in a browser, on any device. The token goes into `$MOSIS_HOME/tokens.json`, readable by you only, and may fork repositories, open pull requests and make releases of your public repositories. The registry is remembered for the commands to come.",
    "You need not sign in where GH_TOKEN or GITHUB_TOKEN is set, or `gh` is signed in.",
    "With `--portal` it signs in to a portal, which needs no Git account, and the commands to come go through it. In CI, set MOSIS_PORTAL, and MOSIS_API_KEY to a key of the portal.",
  ],
  positionals: [],
  options: {
    ...registryOptions,
    portal: { ...portalOption, summary: "Sign in to this portal instead of a forge" },
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
    { command: "mosis login --portal https://portal.example.org", summary: "Sign in to a portal" },
  ],
} as const satisfies CommandSpec;

export const logout = {
  name: "logout",
  summary: "Forget the token of a forge or a portal",
  description: [
    "Removes what `mosis login` kept: of a portal where one is named or was signed in to last, else of the forge.",
    "To make the token worthless everywhere, revoke it in the settings of your account: of GitHub under Applications, of a portal among your API keys.",
  ],
  positionals: [],
  options: { "api-url": registryOptions["api-url"], portal: portalOption },
  mutates: true,
  examples: [{ command: "mosis logout", summary: "Sign out" }],
} as const satisfies CommandSpec;

export const whoami = {
  name: "whoami",
  summary: "Say who you are to the forge, or to a portal",
  description: [
    "Of a portal it says which token it knows you by, MOSIS_API_KEY or that of `mosis login --portal`, its scopes, and the developers you speak for.",
    "Else it asks the forge whose the token is, and says where it was found: GH_TOKEN, GITHUB_TOKEN, `mosis login` or `gh`, in this order.",
  ],
  positionals: [],
  options: { ...registryOptions, portal: portalOption },
  mutates: false,
  examples: [{ command: "mosis whoami --json", summary: "Get the numeric id, as registration needs it" }],
} as const satisfies CommandSpec;
