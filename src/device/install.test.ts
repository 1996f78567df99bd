import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeviceError } from "./device-error.ts";
import { installApp, type InstallRequest, planInstall } from "./install.ts";
import { listDevice } from "./list.ts";
import { rootFingerprint } from "./store/store-state.ts";
import { uninstallApp } from "./uninstall.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp({ versions: [{}, { permissions: ["storage", "network"] }] }))
    .withApp(anApp({ id: "com.example.camera", name: "Camera", versions: [{ permissions: ["camera", "storage"] }] }))
    .publish();
  kit = await aDevice(store);
});
afterEach(() => kit.close());

const jsonAt = async (...path: readonly string[]): Promise<unknown> =>
  JSON.parse(await readFile(join(kit.root, ...path), "utf8"));

const deviceError = (code: string) => expect.objectContaining({ name: "DeviceError", code });

describe("an installation", () => {
  test("puts the newest version into the layout of Mosis", async () => {
    const result = await installApp(kit.device, kit.request());
    expect(result).toMatchObject({ kind: "installed", installed: { version: "1.1.0", version_code: 2 } });
    const folder = join(kit.root, "apps", NOTES);
    expect((await readdir(folder)).toSorted()).toEqual(["app.json", "cache", "data", "db", "package"]);
    const packaged = join(folder, "package");
    expect((await readdir(packaged)).toSorted()).toEqual(["assets", "icons", "manifest.json", "signature.sig"]);
    expect(await readFile(join(packaged, "assets", "main.rml"), "utf8")).toContain("Notes 1.1.0");
    expect(await readdir(join(kit.root, "staging"))).toEqual([]);
  });

  test("writes down what is installed, from where, and who the owner is", async () => {
    await installApp(kit.device, kit.request());
    const record = (await jsonAt("apps", NOTES, "app.json")) as { readonly pin: string };
    expect(record).toMatchObject({
      app_id: NOTES,
      name: "Notes",
      version_code: 2,
      permissions: ["network", "storage"],
      track: "stable",
      store: { url: kit.server.url },
      installed_at: store.trust.now.toISOString(),
    });
    const [key] = store.developer.keys;
    expect(await jsonAt(...record.pin.split("/"))).toMatchObject({
      registry: "test",
      developer: "ada",
      genesis: [{ keyid: key!.keyid }],
    });
  });

  test("registers the app with the sandbox and puts it on the home screen", async () => {
    await installApp(kit.device, kit.request());
    await installApp(kit.device, kit.request("com.example.camera"));
    expect(await jsonAt("home-screen.json")).toEqual({
      apps: [
        { app_id: NOTES, name: "Notes", icon: "icons/icon-128.png" },
        { app_id: "com.example.camera", name: "Camera", icon: "icons/icon-128.png" },
      ],
    });
    expect(await jsonAt("sandbox.json")).toMatchObject({
      apps: [{ app_id: NOTES, version_code: 2, entry: "assets/main.rml" }, { permissions: ["camera", "storage"] }],
    });
  });

  test("is listed afterwards, with the store and until when its word holds", async () => {
    await installApp(kit.device, kit.request());
    const list = await listDevice(kit.device);
    expect(list.apps.map(({ app_id: id, version }) => [id, version])).toEqual([[NOTES, "1.1.0"]]);
    expect(list.stores).toEqual([
      {
        url: kit.server.url,
        first_root: rootFingerprint(store.firstRoot),
        pinned: "given",
        expires: "2026-11-15T12:00:00Z",
        expired: false,
      },
    ]);
  });

  test("of what is there already does nothing, and asks nobody", async () => {
    await installApp(kit.device, kit.request());
    kit.server.requests.length = 0;
    expect(await installApp(kit.device, kit.request())).toMatchObject({
      kind: "present",
      installed: { version: "1.1.0" },
    });
    expect(kit.server.requests).toEqual([]);
  });

  test("finds the data again that an earlier one left", async () => {
    await installApp(kit.device, kit.request());
    await kit.device.ports.disk.write(
      join(kit.root, "apps", NOTES, "data", "note.txt"),
      new TextEncoder().encode("milk"),
    );
    await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
    await installApp(kit.device, kit.request());
    expect(await readFile(join(kit.root, "apps", NOTES, "data", "note.txt"), "utf8")).toBe("milk");
  });

  test("goes by the track that is asked for", async () => {
    store.app().withVersion({ track: "beta" });
    store.publish();
    expect(await installApp(kit.device, kit.request(NOTES, { track: "beta" }))).toMatchObject({
      installed: { version: "1.2.0", track: "beta" },
    });
  });
});

describe("a plan", () => {
  test("tells what an installation would do, as JSON, and leaves no trace", async () => {
    const planned = await planInstall(kit.device, kit.request("com.example.camera", { root: null }));
    expect(planned).toMatchObject({
      kind: "install",
      plan: {
        app_id: "com.example.camera",
        to: { version: "1.0.0" },
        consent: ["camera"],
        store: { url: kit.server.url, pinned: "first-use", first_contact: true },
      },
    });
    expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
    expect(await readdir(kit.root)).toEqual([]);
    expect(kit.asked).toEqual([]);
  });

  test("leaves a device that knows the store as it is", async () => {
    await installApp(kit.device, kit.request());
    store.publish();
    const before = await kit.fingerprint();
    await planInstall(kit.device, kit.request("com.example.camera"));
    expect(await kit.fingerprint()).toEqual(before);
  });
});

describe("permissions that are not normal", () => {
  test("are asked for, and no others", async () => {
    await installApp(kit.device, kit.request());
    await installApp(kit.device, kit.request("com.example.camera"));
    expect(kit.asked).toEqual([
      { kind: "install", app: "com.example.camera", name: "Camera", permissions: ["camera"] },
    ]);
  });

  test("stop the installation when nobody agrees, before anything is downloaded", async () => {
    kit.agrees = false;
    await expect(installApp(kit.device, kit.request("com.example.camera"))).rejects.toThrow(deviceError("consent"));
    expect(kit.server.requests.filter(({ path }) => path.startsWith("packages/"))).toEqual([]);
    expect(await listDevice(kit.device)).toMatchObject({ apps: [], broken: [], stores: [] });
  });
});

describe("nothing is installed", () => {
  async function expectRefusal(request: InstallRequest, code: string): Promise<DeviceError> {
    const error = await installApp(kit.device, request).catch((caught: unknown) => caught);
    expect(error).toEqual(deviceError(code));
    expect(await listDevice(kit.device)).toMatchObject({ apps: [], broken: [], stores: [] });
    expect(await readdir(kit.root)).not.toContain("trust");
    return error as DeviceError;
  }

  test("that the store does not have", async () => {
    await expectRefusal(kit.request("com.example.missing"), "not-offered");
  });

  test.for<readonly [string, (store: StoreKit) => unknown, RegExp]>([
    [
      "was yanked",
      (each) => each.app().event("yank", 1, { reason: "old" }).event("yank", 2, { reason: "loses notes" }),
      /1\.1\.0 was withdrawn: "loses notes"/,
    ],
    ["is suspended", (each) => each.app().moderate("suspend", "malware"), /1\.1\.0 is suspended.*malware/],
    [
      "is held back",
      (each) => each.app().event("halt", 1, { reason: "a" }).event("halt", 2, { reason: "b" }),
      /1\.1\.0 is held back/,
    ],
    [
      "needs a newer Mosis",
      (each) => each.withApp(anApp({ versions: [{ minMosisVersion: "1.0.1" }] })),
      /needs Mosis 1\.0\.1/,
    ],
    ["is only on another track", (each) => each.withApp(anApp({ versions: [{ track: "edge" }] })), /track edge/],
  ])("that %s", async ([, change, why]) => {
    change(store);
    store.publish();
    expect((await expectRefusal(kit.request(), "not-for-device")).message).toMatch(why);
  });

  test.for(["ftp://store.example/", "store.example", "http://user@store.example/", "https://store.example/?a=1", ""])(
    "from %j",
    async (address) => {
      await expectRefusal(kit.request(NOTES, { store: address }), "bad-url");
    },
  );

  test("while the store cannot be reached", async () => {
    await kit.server.close();
    await expectRefusal(kit.request(), "unreachable");
  });

  test("when the store's word has expired", async () => {
    store.trust.passDays(15);
    await expectRefusal(kit.request(), "expired");
  });
});

test("a version that is rolled out to some devices is installed on those only", async () => {
  store.withApp(anApp({ versions: [{}, { rolloutBp: 5000 }] })).publish();
  const versionOn = async (secret: Uint8Array): Promise<string | null> => {
    const device = await aDevice(store, { secret });
    const { plan } = (await installApp(device.device, device.request())) as { plan: { to: { version: string } } };
    await device.close();
    return plan.to.version;
  };
  const versions = new Set<string | null>();
  for (let each = 0; each < 12; each += 1) versions.add(await versionOn(new Uint8Array(32).fill(each)));
  expect(versions).toEqual(new Set(["1.0.0", "1.1.0"]));
});

test("too little space stops an installation before it begins", async () => {
  const small = await aDevice(store, { disk: { ...kit.device.ports.disk, freeBytes: async () => 100 } });
  await expect(installApp(small.device, small.request())).rejects.toThrow(deviceError("no-space"));
  expect(small.server.requests.filter(({ path }) => path.startsWith("packages/"))).toEqual([]);
  await small.close();
});

test("what the sandbox or the home screen refuses is not installed", async () => {
  const refusal = new Error("the phone is full of icons");
  const reject = async (): Promise<never> => Promise.reject(refusal);
  for (const ports of [
    { luaSandbox: { register: reject, unregister: async () => undefined } },
    { homeScreen: { add: reject, remove: async () => undefined } },
  ]) {
    const device = await aDevice(store, ports);
    await expect(installApp(device.device, device.request())).rejects.toThrow(refusal);
    expect(await listDevice(device.device)).toMatchObject({ apps: [], broken: [], stores: [] });
    expect(await readdir(join(device.root, "apps"))).toEqual([]);
    await device.close();
  }
});

test("keys in charge of the store are found in the offline metadata, not in what online keys sign", async () => {
  await installApp(kit.device, kit.request());
  expect(kit.server.requests.map(({ path }) => path).filter((path) => path.includes("platform-keys"))).toEqual([]);
});
