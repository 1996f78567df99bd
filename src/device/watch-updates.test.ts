import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeDisk } from "./disk/disk.ts";
import { installApp } from "./install.ts";
import { underLock } from "./disk/lock.ts";
import type { Notice } from "./notify.ts";
import type { Checked } from "./update-checker.ts";
import { type WatchNews, type WatchRequest, watchUpdates } from "./watch-updates.ts";
import type { Conditions } from "../core/device/check-schedule.ts";
import { limits } from "../core/limits.ts";
import type { HttpFetcher } from "../node/http-fetch.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { runs } from "../testing/runs.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let store: StoreKit;
let kit: DeviceKit;
let notices: Notice[];
let conditions: (now: Date) => Conditions;
/** The store does not answer before this time. */
let awayUntil: Date;
beforeEach(async () => {
  notices = [];
  conditions = () => ({ online: true, metered: false, lowBattery: false });
  awayUntil = new Date(0);
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store, {
    notify: async (notice) => void notices.push(notice),
    conditions: async () => conditions(store.trust.now),
    // In memory, and files without waiting for the disk, so that a year takes no time.
    disk: {
      ...nodeDisk,
      async write(path, bytes) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, bytes);
      },
    },
    fetcherOf: () => Object.assign(async (path: string) => served(path), { rest }),
  });
  await installApp(kit.device, kit.request());
});
afterEach(() => kit.close());

function served(path: string): Uint8Array<ArrayBuffer> | null {
  const bytes = store.trust.now < awayUntil ? undefined : store.files.get(path);
  return bytes === undefined ? null : new Uint8Array(bytes);
}

const rest: HttpFetcher["rest"] = async (path, sink) => {
  const bytes = served(path);
  if (bytes === null) return false;
  await sink.startAt(0);
  await sink.write(bytes);
  return true;
};

interface Watched {
  readonly news: WatchNews[];
  readonly checks: readonly { readonly at: Date; readonly made: Checked }[];
  readonly naps: readonly number[];
}

/** Watches until a time, which passes while the watch sleeps. */
async function watch(
  until: Date,
  { onNap, ...request }: Partial<WatchRequest> & { readonly onNap?: () => void } = {},
): Promise<Watched> {
  const news: WatchNews[] = [];
  const checks: { readonly at: Date; readonly made: Checked }[] = [];
  const naps: number[] = [];
  const stop = new AbortController();
  await watchUpdates(
    kit.device,
    { install: false, once: false, signal: stop.signal, ...request },
    {
      heard(each) {
        news.push(each);
        if (each.kind === "checked") checks.push({ at: store.trust.now, made: each });
      },
      async sleep(milliseconds) {
        naps.push(milliseconds);
        store.trust.now = new Date(store.trust.now.getTime() + milliseconds);
        onNap?.();
        if (store.trust.now >= until) stop.abort();
      },
    },
  );
  return { news, checks, naps };
}

const later = (milliseconds: number): Date => new Date(store.trust.now.getTime() + milliseconds);
const published = new Date("2026-11-01T12:00:00Z");

/** What a store does: it is signed anew every few days, and an app gets a version a month. */
function livingStore(): () => void {
  let signed = store.trust.now;
  let released = store.trust.now;
  return () => {
    if (store.trust.now.getTime() - signed.getTime() < 10 * DAY) return;
    signed = store.trust.now;
    if (signed.getTime() - released.getTime() >= 30 * DAY) {
      released = signed;
      store.app().withVersion();
    }
    store.trust.signTargets();
    store.publish();
  };
}

// A year in `npm run test:deep`, a quarter in `npm test`.
const DAYS = runs(1) > 1 ? 365 : 91;
test("over months there is one check a day, at the same time of the day, and each version is told once", async () => {
  const { checks, naps } = await watch(later((DAYS - 1) * DAY), { onNap: livingStore() });
  expect(store.trust.now.getTime() - published.getTime()).toBeLessThan(DAYS * DAY);
  // At once, at the device's first moment, and then daily.
  expect(checks.length).toBeGreaterThanOrEqual(DAYS - 1);
  expect(checks.length).toBeLessThanOrEqual(DAYS + 1);
  const moments = new Set(checks.slice(1).map(({ at }) => at.getTime() % DAY));
  expect(moments.size).toBe(1);
  expect(checks.every(({ made }) => made.isSuccess)).toBe(true);
  const versions = notices.map((notice) => (notice.kind === "available" ? notice.version : notice.kind));
  expect(versions).toEqual([...new Set(versions)]);
  expect(versions.length).toBeGreaterThanOrEqual(Math.floor(DAYS / 40));
  expect(Math.max(...naps)).toBeLessThanOrEqual(HOUR);
});

describe("a watch", () => {
  test("that may install brings every version", async () => {
    await watch(later(95 * DAY), { install: true, onNap: livingStore() });
    expect(notices.map(({ kind }) => kind)).toEqual(["updated", "updated", "updated"]);
  });

  test("backs off while the store is away and is back within a day of its return", async () => {
    await watch(later(DAY));
    awayUntil = later(10 * DAY);
    const { checks } = await watch(later(12 * DAY), { onNap: livingStore() });
    const failed = checks.filter(({ made }) => !made.isSuccess);
    expect(failed.length).toBeLessThan(20);
    const gaps = failed.slice(1).map(({ at }, index) => at.getTime() - (failed[index]?.at.getTime() ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(Math.max(...gaps)).toBe(DAY);
    const back = checks.find(({ at, made }) => made.isSuccess && at >= awayUntil);
    expect(back?.at.getTime()).toBeLessThanOrEqual(awayUntil.getTime() + DAY);
  });

  test("looks now and then whether there is a network again", async () => {
    const online = later(2 * HOUR);
    conditions = (now) => ({ online: now >= online, metered: false, lowBattery: false });
    const { news, checks } = await watch(later(3 * HOUR));
    expect(news.slice(0, 8)).toMatchObject(Array.from({ length: 8 }, () => ({ kind: "wait", for: "offline" })));
    expect(checks[0]?.at).toEqual(online);
  });

  test("ends with the first check that is made, if it is to", async () => {
    await watch(later(HOUR));
    const { checks, news } = await watch(later(3 * DAY), { once: true });
    expect(news[0]).toMatchObject({ kind: "wait", for: "not-due" });
    expect(checks).toHaveLength(1);
  });

  test("ends at once when it is stopped, also before it began", async () => {
    const { naps } = await watch(later(0));
    expect(naps).toHaveLength(1);
    const { news } = await watch(later(DAY), { signal: AbortSignal.abort() });
    expect(news).toEqual([]);
  });

  test("goes on after another process worked on the device", async () => {
    await underLock(kit.device.layout.lock, async () => {
      const { news, naps } = await watch(later(2 * limits.device.lookAgainMs));
      expect(news).toMatchObject([{ kind: "hindered", error: { code: "locked" } }, { kind: "hindered" }]);
      expect(naps).toEqual([limits.device.lookAgainMs, limits.device.lookAgainMs]);
    });
    expect((await watch(later(HOUR))).checks).toHaveLength(1);
  });

  test("is not put to sleep for a century by a clock that was wrong", async () => {
    const right = store.trust.now;
    store.trust.now = new Date(right.getTime() - 40 * DAY);
    let isSet = false;
    const { checks } = await watch(later(50 * DAY), {
      onNap() {
        if (isSet) return;
        isSet = true;
        store.trust.now = new Date(right.getTime() - 50 * DAY);
      },
    });
    expect(checks.length).toBeGreaterThanOrEqual(50);
  });
});
