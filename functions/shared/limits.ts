import { telemetryLimits } from "../../src/core/telemetry/telemetry-limits.ts";

/** How often something may be done by one. */
export interface RateLimit {
  /** What is counted, in words of the docs. */
  readonly what: string;
  /** By whom it is counted. */
  readonly per: "address" | "device" | "account" | "key";
  /** Requests in a window. */
  readonly limit: number;
  readonly windowSeconds: number;
}

/** How large something may be. */
export interface SizeLimit {
  readonly what: string;
  readonly limit: number;
  readonly unit: "bytes" | "items" | "seconds" | "levels" | "characters" | "days";
}

/** Every limit of the functions: what enforces them and what the docs say of them (docs/operate/limits.md) come from here. */
export const limits = {
  rates: {
    telemetryEvents: { what: "Batches of events", per: "device", limit: 120, windowSeconds: 3600 },
    telemetryEventsFrom: { what: "Batches of events", per: "address", limit: 3000, windowSeconds: 60 },
    telemetryCrashes: { what: "Crash reports", per: "device", limit: 20, windowSeconds: 3600 },
    telemetryCrashesFrom: { what: "Crash reports", per: "address", limit: 300, windowSeconds: 60 },
    telemetryPrivacy: { what: "Requests to export or delete", per: "address", limit: 10, windowSeconds: 3600 },
    signIn: { what: "Attempts to sign in", per: "address", limit: 10, windowSeconds: 900 },
    signInAccount: { what: "Attempts to sign in", per: "account", limit: 10, windowSeconds: 900 },
    registrations: { what: "Registrations", per: "address", limit: 10, windowSeconds: 3600 },
    mails: { what: "Mails that a request sends to one address", per: "account", limit: 5, windowSeconds: 3600 },
    deviceLogins: { what: "Sign-ins of programs that are begun", per: "address", limit: 20, windowSeconds: 3600 },
    userCodes: { what: "Codes of programs that are typed in", per: "account", limit: 10, windowSeconds: 900 },
    tokens: { what: "Access tokens", per: "key", limit: 120, windowSeconds: 3600 },
    exports: { what: "Exports of an account", per: "account", limit: 5, windowSeconds: 3600 },
    reads: { what: "Reads of the portal", per: "key", limit: 600, windowSeconds: 60 },
    writes: { what: "Changes through the portal", per: "key", limit: 60, windowSeconds: 3600 },
    anonymousReads: { what: "Reads without an account", per: "address", limit: 300, windowSeconds: 60 },
  },
  sizes: {
    batchBytes: { what: "A batch of events, inflated", limit: telemetryLimits.batchBytes, unit: "bytes" },
    batchEvents: { what: "Events in a batch", limit: telemetryLimits.batchEvents, unit: "items" },
    crashBytes: { what: "A crash report, inflated", limit: telemetryLimits.crashBytes, unit: "bytes" },
    messageCharacters: {
      what: "Message of a crash, cut beyond",
      limit: telemetryLimits.messageCharacters,
      unit: "characters",
    },
    stackCharacters: {
      what: "Stack trace of a crash, cut beyond",
      limit: telemetryLimits.stackCharacters,
      unit: "characters",
    },
    jsonDepth: { what: "Nesting of any JSON that is sent", limit: 16, unit: "levels" },
    bodySeconds: { what: "Time to send a request", limit: 15, unit: "seconds" },
    privacyIds: { what: "Ids in one request to export or delete", limit: telemetryLimits.privacyIds, unit: "items" },
    rawDays: { what: "Raw events are kept", limit: telemetryLimits.rawDays, unit: "days" },
    privacyBytes: { what: "A request to export or delete, inflated", limit: 262_144, unit: "bytes" },
    portalBytes: { what: "A JSON document sent to the portal", limit: 1_048_576, unit: "bytes" },
    portalPackageBytes: { what: "A package sent to the portal itself", limit: 8_388_608, unit: "bytes" },
    uploadSeconds: { what: "An address to upload to can be used for", limit: 3_600, unit: "seconds" },
    repeatSeconds: { what: "An Idempotency-Key is remembered for", limit: 86_400, unit: "seconds" },
  },
} as const satisfies {
  readonly rates: Readonly<Record<string, RateLimit>>;
  readonly sizes: Readonly<Record<string, SizeLimit>>;
};
