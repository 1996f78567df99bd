import type { RuleFixture, RuleFixtures } from "./fixture.ts";
import { json, NOTES, submissionFixture, world } from "./world.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { readRegistry, type RegistryFiles } from "../../core/registry/model.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const APP = `apps/31/${NOTES}`;
type Changes = Readonly<Record<string, Uint8Array | null>>;

/** What reading the registry finds after some files were replaced, added or, with null, removed. */
function readChanged(changes: Changes): readonly Finding[] {
  const files = new Map(world().kit.store.registryFiles());
  for (const [path, bytes] of Object.entries(changes)) {
    if (bytes === null) files.delete(path);
    else files.set(path, bytes);
  }
  return readRegistry(files, nodeCrypto.sha256).findings;
}

function reading(changes: () => Changes): RuleFixture {
  return { fails: () => readChanged(changes()), passes: () => readChanged({}) };
}

/** A signed document with members of its body replaced; reading asks for no signature. */
function altered(path: string, change: object): Changes {
  const bytes = world().kit.store.registryFiles().get(path);
  const { signed } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly signed: object };
  return { [path]: json({ signatures: [], signed: { ...signed, ...change } }) };
}

function moved(from: string, to: string): Changes {
  const files: RegistryFiles = world().kit.store.registryFiles();
  return { [to]: files.get(from) ?? null };
}

export const registryFixtures: RuleFixtures = {
  "registry/unknown-path": reading(() => ({ "notes.txt": json("x") })),
  "registry/schema": reading(() => altered(`${APP}/versions/1.json`, { rollout_bp: -1 })),
  "registry/path-binding": reading(() => moved(`${APP}/versions/1.json`, `${APP}/versions/2.json`)),
  "registry/missing": reading(() => ({ "registry.json": null })),
  "registry/dangling": reading(() => altered(`${APP}/app.json`, { owner: "nobody" })),
  "registry/other-registry": reading(() => altered(`${APP}/listing/en.json`, { registry: "other" })),
  "registry/chain": submissionFixture(
    ({ kit, ada }) => [kit.event(NOTES, [ada.signer], { n: 3 })],
    ({ kit, ada }) => [kit.event(NOTES, [ada.signer])],
  ),
};
