import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changing } from "../device.ts";
import { type Disk, nodeDisk } from "../disk/disk.ts";
import { installApp } from "../install.ts";
import { toHex } from "../../core/bytes.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aDevice, type DeviceChoice, type DeviceKit, fingerprint } from "../../testing/device-kit.ts";
import { aRangeServer, type RangeServer } from "../../testing/range-server.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

// A package of some 3 MB that does not compress, so that it comes in many parts and is written in several.
const NOISE = Array.from({ length: 90_000 }, (_, line) => toHex(nodeCrypto.sha256(Buffer.from(String(line)))));
const PACKAGE = /\.mosis$/;

let store: StoreKit;
let server: RangeServer;
let whole: number;
const kits: DeviceKit[] = [];
beforeAll(() => {
  store = aStore()
    .withApp(anApp({ versions: [{ files: { "assets/noise.txt": NOISE.join("\n") } }] }))
    .publish();
  whole = store.app().packages[0]!.archive.length;
});
beforeEach(async () => {
  server = await aRangeServer((path) => store.files.get(path) ?? null);
});
afterEach(async () => {
  await server.close();
  for (const kit of kits.splice(0)) await kit.close();
});

async function device(choice: DeviceChoice = {}): Promise<DeviceKit> {
  const kit = await aDevice(store, choice);
  kits.push(kit);
  return kit;
}

const install = ({ device: target, request }: DeviceKit) =>
  installApp(target, request(undefined, { store: server.url }));
const refused = (code: string) => expect.objectContaining({ name: "DeviceError", code });
const partials = async ({ root }: DeviceKit): Promise<readonly string[]> =>
  (await nodeDisk.list(join(root, "staging"))).filter((name) => name.endsWith(".partial"));
const lengthOfPartial = async (kit: DeviceKit): Promise<number> => {
  const [name] = await partials(kit);
  return name === undefined ? 0 : (await readFile(join(kit.root, "staging", name))).length;
};
/** What was asked of the package: where each answer began and how many bytes it brought. */
const loads = () => server.answers.filter(({ path }) => PACKAGE.test(path));
const bytesServed = (): number => loads().reduce((sum, { bytes }) => sum + bytes, 0);

async function expectInstalled(kit: DeviceKit): Promise<void> {
  const { apps } = kit.device.layout;
  const file = join(apps, "com.example.notes", "package", "assets", "noise.txt");
  expect(await readFile(file, "utf8")).toBe(NOISE.join("\n"));
  expect(await readdir(join(kit.root, "staging"))).toEqual([]);
}

/** Bytes that `fetch` drops when a connection breaks, because nobody has read them yet. */
const UNREAD = 1 << 18;

/** Leaves a device with what came before the connection broke and the server went silent. */
async function interrupted(at: number): Promise<DeviceKit> {
  const kit = await device();
  server.cuts.push(at, 0);
  await expect(install(kit)).rejects.toThrow(refused("unreachable"));
  server.cuts.length = 0;
  server.answers.length = 0;
  return kit;
}

describe("a connection that breaks", () => {
  test.for([1, 1000, 1 << 20, (1 << 20) + 1, 2_500_000])(
    "after %i bytes costs none that were read, and the next installation loads the rest",
    async (at) => {
      const kit = await interrupted(at);
      const there = await lengthOfPartial(kit);
      expect(there).toBeLessThanOrEqual(at);
      expect(there).toBeGreaterThanOrEqual(at - UNREAD);
      await install(kit);
      expect(loads()).toMatchObject([{ from: there, bytes: whole - there }]);
      await expectInstalled(kit);
    },
  );

  test("before the last byte costs little more than that byte", async () => {
    const kit = await interrupted(whole - 1);
    await install(kit);
    expect(bytesServed()).toBeLessThanOrEqual(UNREAD);
    await expectInstalled(kit);
  });

  test("a few times is not even noticed, and what was read is not loaded again", async () => {
    const kit = await device();
    server.cuts.push(500_000, 700_000, 900_000);
    await install(kit);
    const starts = loads().map(({ from }) => from);
    expect(starts).toHaveLength(4);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(bytesServed()).toBeGreaterThanOrEqual(whole);
    expect(bytesServed()).toBeLessThanOrEqual(whole + 3 * UNREAD);
    await expectInstalled(kit);
  });

  test("for ever is given up", async () => {
    const kit = await device();
    server.cuts.push(...Array.from({ length: 50 }, () => 10));
    await expect(install(kit)).rejects.toThrow(refused("unreachable"));
    expect(loads().length).toBeLessThan(10);
  });
});

describe("what came so far", () => {
  test("is gone on with by another process after the first one died", async () => {
    let isDead = false;
    const dying: Disk = {
      ...nodeDisk,
      async append(path, bytes) {
        if (isDead) throw new Error("dead");
        isDead = true;
        await nodeDisk.append(path, bytes);
      },
      async remove(path) {
        if (isDead) throw new Error("dead");
        await nodeDisk.remove(path);
      },
    };
    const kit = await device({ disk: dying });
    await expect(install(kit)).rejects.toThrow("dead");
    const there = await lengthOfPartial(kit);
    expect(there).toBe(1 << 20);
    isDead = false;
    server.answers.length = 0;
    const { layout, ports } = kit.device;
    await install({
      ...kit,
      device: { layout, mosisVersion: "1.0.0", ports: { ...ports, disk: nodeDisk } },
    });
    expect(loads()).toMatchObject([{ from: there, bytes: whole - there }]);
    await expectInstalled(kit);
  });

  test("is all there is to load when only the check was missing", async () => {
    const kit = await interrupted(1_500_000);
    const [name = ""] = await partials(kit);
    await writeFile(join(kit.root, "staging", name), store.app().packages[0]!.archive);
    await install(kit);
    expect(loads()).toEqual([]);
    await expectInstalled(kit);
  });

  test("is loaded again from a server that knows no ranges", async () => {
    const kit = await interrupted(1_500_000);
    server.mode = "no-ranges";
    await install(kit);
    expect(bytesServed()).toBe(whole);
    await expectInstalled(kit);
  });

  test.for(["out-of-range", "wrong-range"] as const)("is loaded again when the server answers %s", async (mode) => {
    const kit = await interrupted(1_500_000);
    server.mode = mode;
    await install(kit);
    expect(loads().at(-1)).toMatchObject({ from: 0, bytes: whole });
    await expectInstalled(kit);
  });

  test("is thrown away when it is longer than the package", async () => {
    const kit = await interrupted(1_500_000);
    const [name = ""] = await partials(kit);
    await writeFile(join(kit.root, "staging", name), new Uint8Array(whole + 1));
    await install(kit);
    expect(loads()).toMatchObject([{ from: 0, bytes: whole }]);
    await expectInstalled(kit);
  });

  test("is thrown away when the rest does not fit it, and the next installation begins anew", async () => {
    const kit = await interrupted(1_500_000);
    const before = await fingerprint(join(kit.root, "trust")).catch(() => ({}));
    server.tamper = (path, bytes) => (PACKAGE.test(path) ? bytes.map((byte) => byte ^ 1) : bytes);
    await expect(install(kit)).rejects.toThrow(refused("hash-mismatch"));
    expect(await partials(kit)).toEqual([]);
    expect(await fingerprint(join(kit.root, "trust")).catch(() => ({}))).toEqual(before);
    server.tamper = null;
    server.answers.length = 0;
    await install(kit);
    expect(loads()).toMatchObject([{ from: 0, bytes: whole }]);
    await expectInstalled(kit);
  });

  test("never gets longer than announced, whatever is sent", async () => {
    const kit = await interrupted(1_500_000);
    server.tamper = (path, bytes) => (PACKAGE.test(path) ? Buffer.concat([bytes, new Uint8Array(5_000_000)]) : bytes);
    await expect(install(kit)).rejects.toThrow(refused("too-large"));
    expect(await partials(kit)).toEqual([]);
  });

  test("is kept for a week, and not when the space is needed", async () => {
    const kit = await interrupted(1_500_000);
    const [name = ""] = await partials(kit);
    const now = store.trust.now.getTime();
    const aged = async (days: number): Promise<readonly string[]> => {
      const changed = new Date(now - days * 24 * 60 * 60_000);
      await utimes(join(kit.root, "staging", name), changed, changed);
      await changing(kit.device, async () => undefined);
      return partials(kit);
    };
    expect(await aged(6)).toEqual([name]);
    expect(await aged(8)).toEqual([]);

    const other = `${"0".repeat(64)}.partial`;
    await nodeDisk.create(join(kit.root, "staging", other), new Uint8Array(10));
    await install(kit);
    expect(await partials(kit)).toEqual([other]);
    await nodeDisk.remove(join(kit.root, "apps"));
    const tight = { ...kit.device.ports.disk, freeBytes: async () => 100 };
    const { layout, mosisVersion, ports } = kit.device;
    const full = { ...kit, device: { layout, mosisVersion, ports: { ...ports, disk: tight } } };
    await expect(install(full)).rejects.toThrow(refused("no-space"));
    expect(await partials(kit)).toEqual([]);
  });
});
