import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { PORTAL_KEY } from "../portal/double-reply.ts";
import type { PortalDouble } from "../portal/portal-double.ts";
import type { PublisherKit } from "../publisher-kit.ts";
import type { StaticServer } from "../static-server.ts";
import type { StoreKit } from "../store-kit.ts";
import { type ErrorCode, errorCodes } from "../../cli/errors/error-codes.ts";
import type { ExitCode } from "../../cli/errors/exit-codes.ts";

const APP = "com.example.sample";
const NOTES = "com.example.notes";
const BUILT = `dist/${APP}-3.mosis`;
/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:1";

/** A developer with a project and an app in a registry, somebody else who changes keys in a checkout, and a store with a device. */
export interface World {
  readonly kit: PublisherKit;
  /** A clone of the registry. */
  readonly checkout: string;
  /** Where who changes keys in it keeps theirs. */
  readonly keyHome: string;
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly store: StoreKit;
  readonly server: StaticServer;
  /** Carries what whoever has `PORTAL_KEY` submits. */
  readonly portal: PortalDouble;
}

/** One way a command ends. */
export interface Way {
  readonly argv: (world: World) => readonly string[];
  readonly exit: ExitCode;
  /** None where it ends with a result. */
  readonly code?: ErrorCode;
  readonly at?: "project" | "checkout" | "elsewhere";
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly before?: (world: World) => unknown;
}

const ok = (...argv: readonly string[]): Way => ({ argv: () => argv, exit: 0 });
const findings = (...argv: readonly string[]): Way => ({ argv: () => argv, exit: 1 });
const fails = (code: ErrorCode, ...argv: readonly string[]): Way => ({
  argv: () => argv,
  exit: errorCodes[code].exit,
  code,
});
const signedOut = (...argv: readonly string[]): Way => ({
  ...fails("signed-out", ...argv),
  env: { GH_TOKEN: undefined },
});
const unreachable = (...argv: readonly string[]): Way => fails("forge-unreachable", ...argv, "--api-url", NOWHERE);
const API_KEY = { MOSIS_API_KEY: PORTAL_KEY, GH_TOKEN: undefined } as const;
/** With an API key, through the portal. */
const through = (way: Way, ...argv: readonly string[]): Way => ({
  ...way,
  argv: ({ portal }) => [...argv, "--portal", portal.url],
  env: { ...API_KEY, ...way.env },
});
const throughNowhere = (...argv: readonly string[]): Way => ({
  ...fails("portal-unreachable", ...argv, "--portal", NOWHERE),
  env: API_KEY,
});
const portalSays =
  (status: number, name: string) =>
  ({ portal }: World): unknown =>
    portal.faults.push({ status, name, retryAfter: 3600 });
const inCheckout = (way: Way): Way => ({ ...way, at: "checkout" });
const elsewhere = (way: Way): Way => ({ ...way, at: "elsewhere" });
const eve = ["--developer", "eve", "--out", "."] as const;

/** How each command ends, in the order of what they leave behind. What all commands share is tested of all below. */
export const ways: Readonly<Record<string, readonly Way[]>> = {
  init: [
    ok(
      "init",
      "../fresh",
      "--id",
      "com.example.fresh",
      "--author-name",
      "A",
      "--author-email",
      "a@example.com",
      "--yes",
    ),
    fails("not-empty", "init", ".", "--id", "com.example.fresh", "--yes"),
  ],
  types: [ok("types")],
  validate: [ok("validate"), elsewhere(findings("validate")), fails("not-found", "validate", "nowhere.mosis")],
  build: [ok("build"), elsewhere(findings("build"))],
  sign: [
    ok("sign", BUILT),
    fails("key-missing", "sign", BUILT, "--key", "00000000"),
    elsewhere(findings("sign", "broken.mosis")),
  ],
  verify: [
    ok("verify", BUILT),
    elsewhere(findings("verify", "broken.mosis")),
    fails("not-found", "verify", "nowhere.mosis"),
  ],
  inspect: [ok("inspect", BUILT), elsewhere(findings("inspect", "broken.mosis"))],
  diff: [ok("diff", BUILT, BUILT), fails("not-found", "diff", BUILT, "nowhere.mosis")],
  login: [
    fails("client-id-missing", "login"),
    unreachable("login"),
    fails("forge-missing", "login", "--registry", "a/b"),
    throughNowhere("login"),
  ],
  logout: [ok("logout"), through(ok(), "logout")],
  whoami: [
    ok("whoami"),
    signedOut("whoami"),
    unreachable("whoami"),
    { ...fails("token-refused", "whoami"), env: { GH_TOKEN: "wrong" } },
    through(ok(), "whoami"),
    through({ ...fails("token-refused"), env: { MOSIS_API_KEY: "mosis_wrong" } }, "whoami"),
    through({ ...fails("signed-out"), env: { MOSIS_API_KEY: undefined } }, "whoami"),
    { ...fails("portal-unknown", "whoami"), env: API_KEY },
    throughNowhere("whoami"),
  ],
  publish: [
    ok("publish", "--manual", "--track", "beta", "--dry-run"),
    elsewhere(findings("publish")),
    fails("app-other-owner", "publish", "--developer", "nobody"),
    fails("forge-missing", "publish", "--registry", "a/b"),
    signedOut("publish", "--wait"),
    unreachable("publish"),
    // A review that is pending is no failure, unless somebody says so.
    {
      ...ok("publish", "--wait", "--timeout", "0.001"),
      before: ({ kit }) => kit.write({ version: "2.0.0", version_code: 4 }),
    },
    { ...ok("publish", "--wait", "--timeout", "0.001", "--fail-on-pending"), exit: 5 },
    through(ok(), "publish", "--dry-run"),
    through(fails("bad-option"), "publish", "--package-url", "https://example.com/a.mosis"),
    through({ ...fails("portal-denied"), before: portalSays(403, "insufficient-scope") }, "publish"),
    through({ ...fails("submission-refused"), before: portalSays(422, "document-refused") }, "publish"),
    through({ ...fails("not-a-member"), before: portalSays(403, "not-a-member") }, "publish"),
    through({ ...fails("portal-refused"), before: portalSays(422, "invalid-request") }, "publish"),
    through({ ...fails("portal-off"), before: portalSays(501, "not-configured") }, "publish"),
    through({ ...fails("portal-busy"), before: portalSays(429, "too-many-requests") }, "publish"),
    throughNowhere("publish"),
  ],
  status: [
    ok("status"),
    signedOut("status"),
    unreachable("status"),
    fails("bad-argument", "status", "notes"),
    through(ok(), "status"),
    through(fails("portal-missing"), "status", "com.example.other"),
    throughNowhere("status"),
  ],
  release: [
    ok("release", APP, "3", "--dry-run"),
    fails("version-unknown", "release", APP, "9"),
    signedOut("release", APP, "3"),
    unreachable("release", APP, "3"),
  ],
  promote: [
    ok("promote", APP, "3", "stable", "--dry-run"),
    fails("bad-argument", "promote", APP, "3", "gold"),
    unreachable("promote", APP, "3", "stable"),
  ],
  rollout: [
    ok("rollout", APP, "3", "50", "--dry-run"),
    fails("bad-argument", "rollout", APP, "3"),
    unreachable("rollout", APP, "3", "50"),
  ],
  yank: [
    ok("yank", APP, "3", "--reason", "It crashes.", "--dry-run"),
    fails("app-unknown", "yank", "com.example.other", "3", "--reason", "It crashes."),
    unreachable("yank", APP, "3", "--reason", "It crashes."),
  ],
  appeal: [
    fails("appeal-impossible", "appeal", APP, "It is ours."),
    { ...ok("appeal", APP, "It is ours."), before: ({ kit }) => kit.label(3, "state: rejected") },
    signedOut("appeal", APP, "It is ours."),
    unreachable("appeal", APP, "It is ours."),
  ],
  stats: [
    through(ok(), "stats", APP),
    through(fails("bad-option"), "stats", APP, "--from", "yesterday"),
    through(fails("bad-option"), "stats", APP, "--from", "2026-11-02", "--to", "2026-11-01"),
    through({ ...fails("app-unknown"), before: portalSays(404, "not-found") }, "stats", APP),
    { ...fails("portal-unknown", "stats", APP), env: API_KEY },
    throughNowhere("stats", APP),
  ],
  "keys generate": [
    ok("keys", "generate", "--no-passphrase", "--dry-run"),
    fails("answer-needed", "keys", "generate"),
    fails("not-found", "keys", "generate", "--passphrase-file", "nowhere"),
  ],
  "keys list": [ok("keys", "list")],
  "keys register": [
    inCheckout({
      ...ok(),
      argv: ({ first }) => ["keys", "register", ...eve, "--name", "Eve", "--github-id", "32", "--key", first],
    }),
    inCheckout({
      ...fails("developer-exists"),
      argv: ({ second }) => ["keys", "register", ...eve, "--name", "Eve", "--github-id", "32", "--key", second],
    }),
    unreachable("keys", "register", "--developer", "new", "--name", "New"),
    throughNowhere("keys", "register", "--developer", "new", "--name", "New"),
  ],
  "keys rotate": [
    inCheckout({
      ...ok(),
      argv: ({ first, second }) => ["keys", "rotate", ...eve, "--key", first, "--new-key", second],
    }),
    inCheckout(fails("key-missing", "keys", "rotate", ...eve, "--new-key", "no.pem")),
    signedOut("keys", "rotate", "--new-key", "no.pem", "--developer", "grace", "--wait"),
    unreachable("keys", "rotate", "--new-key", "no.pem", "--developer", "grace"),
  ],
  "keys revoke": [
    inCheckout({
      ...ok(),
      argv: ({ first, second }) => ["keys", "revoke", ...eve, "--key", first, "--revoke", second, "--reason", "lost"],
    }),
    inCheckout(fails("key-unknown", "keys", "revoke", ...eve, "--revoke", "00000000", "--reason", "lost")),
    unreachable("keys", "revoke", "--revoke", "00000000", "--reason", "lost", "--developer", "grace"),
  ],
  "keys recover": [
    inCheckout({
      ...fails("key-listed"),
      argv: ({ first }) => ["keys", "recover", ...eve, "--new-key", first],
    }),
    inCheckout({
      ...ok(),
      argv: ({ third }) => ["keys", "recover", ...eve, "--new-key", third],
    }),
    unreachable("keys", "recover", "--new-key", "no.pem", "--developer", "grace"),
  ],
  domains: [
    inCheckout({
      ...fails("domain-unproven"),
      argv: ({ third }) => ["domains", ...eve, "--key", third, "--add", "domain.invalid"],
    }),
    inCheckout({
      ...ok(),
      argv: ({ third }) => ["domains", ...eve, "--key", third, "--add", "domain.invalid", "--dry-run"],
    }),
    inCheckout(fails("bad-option", "domains", ...eve)),
    signedOut("domains", "--add", "example.com", "--developer", "grace", "--wait"),
    unreachable("domains", "--add", "example.com", "--developer", "grace"),
  ],
  "device install": [
    { ...ok(), argv: ({ server }) => ["device", "install", NOTES, "--store", server.url] },
    { ...fails("store-not-offered"), argv: ({ server }) => ["device", "install", APP, "--store", server.url] },
    fails("store-unreachable", "device", "install", APP, "--store", NOWHERE),
    fails("store-bad-url", "device", "install", NOTES, "--store", "ftp://example.org"),
  ],
  "device list": [ok("device", "list")],
  "device update": [
    {
      ...ok("device", "update"),
      before: ({ store }) => store.app(NOTES).withVersion({ version: "2.0.0", versionCode: 2 }) && store.publish(),
    },
    fails("app-not-installed", "device", "update", APP),
  ],
  "device check": [ok("device", "check")],
  "device watch": [ok("device", "watch", "--dry-run")],
  "device why": [ok("device", "why", NOTES), fails("app-not-installed", "device", "why", APP)],
  "device rollback": [
    ok("device", "rollback", NOTES),
    fails("app-no-previous", "device", "rollback", NOTES),
    fails("app-not-installed", "device", "rollback", APP),
  ],
  "device uninstall": [ok("device", "uninstall", NOTES), fails("app-not-installed", "device", "uninstall", APP)],
  "device telemetry status": [ok("device", "telemetry", "status")],
  "device telemetry consent": [
    ok("device", "telemetry", "consent", "basic"),
    fails("bad-argument", "device", "telemetry", "consent", "all"),
  ],
  "device telemetry send": [
    ok("device", "telemetry", "send", "--service", NOWHERE),
    fails("bad-option", "device", "telemetry", "send"),
    fails("bad-option", "device", "telemetry", "send", "--service", "ftp://example.org"),
  ],
  "device telemetry export": [
    // Without an app there is nothing to ask for.
    ok("device", "telemetry", "export", "--service", NOWHERE),
    {
      ...fails("telemetry-unreachable", "device", "telemetry", "export", "--service", NOWHERE),
      before: ({ kit, server }) => kit.run(["device", "install", NOTES, "--store", server.url]),
    },
  ],
  "device telemetry delete": [
    ok("device", "telemetry", "delete", "--service", NOWHERE, "--dry-run"),
    fails("telemetry-unreachable", "device", "telemetry", "delete", "--service", NOWHERE),
  ],
  "registry verify": [
    { ...ok("registry", "verify", "../published", "--registry", "../checkout"), before: ({ kit }) => kit.publish() },
    {
      ...findings("registry", "verify", "../published", "--registry", "../checkout"),
      before: ({ kit }) => writeFileSync(join(kit.project, "../published/v1/store.json"), "{}"),
    },
    fails("commit-missing", "registry", "verify", "../published", "--registry", "../checkout", "--commit", "nowhere"),
    fails("repository-missing", "registry", "verify", "../published", "--registry", "/"),
    fails("store-unreachable", "registry", "verify", NOWHERE, "--registry", "../checkout"),
    fails("store-bad-url", "registry", "verify", "ftp://example.org"),
  ],
  doctor: [ok("doctor"), fails("store-bad-url", "doctor", "--store", "ftp://example.org")],
  completion: [ok("completion", "bash"), fails("bad-argument", "completion", "tcsh")],
};
