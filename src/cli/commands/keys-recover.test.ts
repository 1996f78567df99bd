import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "vitest";

import { readRegistry } from "../../core/registry/model.ts";
import { stateRecovery } from "../../core/review/state-recovery.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { KeysKit } from "../../testing/cli/keys-kit.ts";
import { TrustKit } from "../../testing/trust-kit.ts";

const GRACE = ["--developer", "grace", "--out", "."];
const DOCUMENT = "registry/developers/grace.json";
const ROTATION = "registry/developers/grace/rotations/1.json";

let kit: KeysKit;
let lost: string;
let fresh: string;
beforeEach(async () => {
  kit = new KeysKit();
  lost = await kit.registered();
  fresh = await kit.newKey();
});

const recover = (...options: readonly string[]) => kit.run("recover", ...GRACE, "--new-key", fresh, ...options);
const changed = (): readonly string[] => kit.changes().map(({ path }) => path);

test("writes what review accepts once the offline keys state it", async () => {
  const change = { developer: "grace", seq: 2, rotation: 1, keyid: fresh, lost: [lost] };
  const planned = await recover("--dry-run");
  expect(planned).toMatchObject({ ok: true, dry_run: true, plan: { kind: "rotate" }, change });
  expect(changed()).toEqual([]);
  expect(await recover()).toEqual({ ...planned, dry_run: false });
  expect(changed()).toEqual([DOCUMENT, ROTATION]);
  expect(kit.review()).toEqual(expect.arrayContaining(["fail", "owner/signature"]));

  const files = [...kit.merged].map(([path, bytes]) => [path.replace("registry/", ""), bytes] as const);
  const configuration = ["registry.json", "categories.json", "reserved.json"].map((name) => {
    return [name, readFileSync(join(kit.cwd, "registry", name))] as const;
  });
  const { registry } = readRegistry(new Map([...configuration, ...files]), nodeCrypto.sha256);
  // KeysKit judges on the first of November; this was stated long before.
  const rotation = { file: ROTATION, bytes: readFileSync(join(kit.cwd, ROTATION)) };
  const stated = stateRecovery(rotation, registry!, new Date("2026-10-01T12:00:00Z"), nodeCrypto);
  if (!stated.ok) throw new Error(stated.findings[0]?.message);
  const trust = new TrustKit();
  trust.state(stated.statement);
  kit.merged.set("registry/trust/1.root.json", trust.roots[0]!);
  kit.merged.set("registry/trust/2.targets.json", trust.authority.targets.bytes);
  expect(kit.review()).toEqual(["review", "risk/key-added", "risk/recovery"]);
});

test("names further keys as lost, and says in words what it did", async () => {
  const ci = await kit.newKey();
  await kit.run("rotate", ...GRACE, "--new-key", ci, "--key", lost, "--apps", "com.example.notes");
  kit.merge();
  const ended = await kit.cli(["keys", "recover", ...GRACE, "--new-key", fresh, "--also-lost", ci.slice(0, 12)]);
  expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("offline keys have to state it") });
  expect(ended.stdout).toContain(`puts key ${fresh} in charge of "grace"`);
  expect(ended.stdout.match(/revokes key \S+ as lost/g)).toEqual(
    [lost, ci].map((keyid) => expect.stringContaining(keyid.slice(0, 8))),
  );
});

describe("writes nothing", () => {
  const refusals: [string, string, readonly string[]][] = [
    ["for a lost key that is not there", "key-unknown", ["--also-lost", "00000000"]],
    ["with a key that is not on this machine", "key-missing", ["--new-key", "00000000"]],
    ["for a developer whom the registry does not know", "developer-missing", ["--developer", "eve"]],
  ];
  test.for(refusals)("%s", async ([, code, options]) => {
    expect(await recover(...options)).toMatchObject({ ok: false, error: { code, fix: expect.any(String) } });
    expect(changed()).toEqual([]);
  });

  test("with a key that the developer has already", async () => {
    expect(await kit.run("recover", ...GRACE, "--new-key", lost)).toMatchObject({ error: { code: "key-listed" } });
    expect(changed()).toEqual([]);
  });

  test("from a checkout that is broken", async () => {
    writeFileSync(join(kit.cwd, DOCUMENT), "{");
    expect(await recover()).toMatchObject({ ok: false, error: { code: "registry-document" } });
  });
});
