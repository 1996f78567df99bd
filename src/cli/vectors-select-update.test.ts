import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { rolloutBucket } from "../core/device/rollout.ts";
import type { Candidate, PassedOver } from "../core/device/select-update.ts";
import decisions from "../../docs/spec/vectors/select-update/decisions.json" with { type: "json" };
import buckets from "../../docs/spec/vectors/select-update/rollout-buckets.json" with { type: "json" };
import type { AppId, VersionCode } from "../core/ids/ids.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { type DeviceHistory, OfferStore } from "../testing/offer-store.ts";

// The vectors of decisions through `mosis device`: a store offers exactly their versions to a device that came to be as they say.

const APP = "com.example.notes" as AppId;

type Version = Pick<Candidate, "version" | "version_code">;

/** What commands print, as far as it is about the decision. */
interface InstallReply {
  readonly plan?: { readonly to: Version };
  readonly passed_over?: readonly PassedOver[];
  readonly error?: { readonly problem: string };
}
interface WhyReply {
  readonly next: Version | null;
  readonly reason: string | null;
  readonly passed_over: readonly PassedOver[];
  readonly bucket: number;
}
interface UpdateReply {
  readonly apps: readonly { readonly plan?: { readonly to: Version }; readonly reason?: string }[];
}

/** A decision as the vectors write it. */
function decision(to: Version | null | undefined, reason: string | null | undefined, passed: readonly PassedOver[]) {
  const passed_over = passed.map(({ version_code, reason: each }) => ({ version_code, reason: each }));
  return to === null || to === undefined
    ? { kind: "none", reason, passed_over }
    : { kind: "update", version_code: to.version_code, passed_over };
}

/** A secret that puts a device into this bucket for the app. */
function secretFor(bucket: number): string {
  for (let n = 0; ; n += 1) {
    const secret = n.toString(16).padStart(64, "0");
    if (rolloutBucket(secret, APP, nodeCrypto.sha256) === bucket) return secret;
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mosis-vectors-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const emptyFolder = (): string => mkdtempSync(join(folder, "store-"));

const prepared = new Map<string, OfferStore>();

/** A store with a device of this history. All vectors of one share it: nothing they run changes the device. */
async function storeWith(history: DeviceHistory): Promise<OfferStore> {
  const key = JSON.stringify(history);
  const store = prepared.get(key) ?? new OfferStore(APP, emptyFolder());
  if (!prepared.has(key)) await store.prepare(history);
  prepared.set(key, store);
  return store;
}

describe("mosis device chooses versions", () => {
  test.for(decisions)("$name: $why", async ({ input, expected }) => {
    const { installed, device } = input as { readonly installed: DeviceHistory["installed"] } & typeof input;
    const versions = input.versions as readonly Candidate[];
    const { bucket } = device;
    const track = device.track as DeviceHistory["track"];
    const rolledBack = versions.filter(({ version_code: code }) => device.rolledBack.some((each) => each === code));
    const store = await storeWith({ secret: secretFor(bucket), track, installed, rolledBack });
    await store.offer(versions);
    const options = ["--mosis-version", device.mosisVersion];

    if (installed === null) {
      const argv = [APP, "--store", "./store", "--track", track, "--dry-run", ...options];
      const { plan, passed_over = [], error } = (await store.run("install", ...argv)) as InstallReply;
      expect(decision(plan?.to, error?.problem, passed_over)).toEqual(expected);
      return;
    }
    const why = (await store.run("why", APP, ...options)) as unknown as WhyReply;
    expect(decision(why.next, why.reason, why.passed_over)).toEqual(expected);
    expect(why.bucket).toBe(bucket);
    for (const command of ["check", "update"]) {
      const { apps } = (await store.run(command, "--dry-run", ...options)) as unknown as UpdateReply;
      expect(apps).toHaveLength(1);
      expect(decision(apps[0]?.plan?.to, apps[0]?.reason, why.passed_over), command).toEqual(expected);
    }
  });

  test.for(buckets)("why says the bucket of $name", async ({ input: { secret, app_id: app }, expected }) => {
    const store = new OfferStore(app, emptyFolder());
    const installed = { version: "1.0.0", version_code: 1 as VersionCode };
    await store.prepare({ secret, track: "stable", installed, rolledBack: [] });
    expect(await store.run("why", app)).toMatchObject({ bucket: expected });
  });
});
