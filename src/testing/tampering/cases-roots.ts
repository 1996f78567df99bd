import { forged, type Scene, serving, signedOf, type TamperingCase } from "./scene.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { aStore } from "../store-kit.ts";
import type { Attack } from "../tampering-proxy.ts";

/** Where the next root would be. */
export const ROOT = "tuf/2.root.json";

/** Serves the second root as an attacker would have it. */
function root(
  change: (first: Uint8Array) => JsonObject,
  signers: (scene: Scene) => readonly Signer[],
): TamperingCase["attack"] {
  return (scene) =>
    serving({
      [ROOT]: forged(scene.store.firstRoot, { version: 2, ...change(scene.store.firstRoot) }, signers(scene)),
    });
}

type RoleObject = { readonly keyids: readonly string[]; readonly threshold: number };

const all = ({ trust }: Scene): readonly Signer[] => trust.keys.offline;
const rolesOf = (bytes: Uint8Array) => signedOf(bytes)["roles"] as Record<string, RoleObject>;

/** Roots that lead elsewhere, and gaps in their chain. */
export const rootCases: readonly TamperingCase[] = [
  {
    name: "a new root that nobody signed",
    code: "signature-threshold",
    attack: root(
      () => ({}),
      () => [],
    ),
  },
  {
    name: "a new root that one key signed of two that must",
    code: "signature-threshold",
    attack: root(
      () => ({}),
      ({ trust }) => trust.keys.offline.slice(0, 1),
    ),
  },
  {
    name: "a new root that every online key signed",
    code: "signature-threshold",
    attack: root(
      () => ({}),
      ({ trust: { keys } }) => [keys.timestamp, keys.snapshot, keys.bins, keys.platform],
    ),
  },
  { name: "another store's root", code: "signature-threshold", attack: () => serving({ [ROOT]: aStore().firstRoot }) },
  ...(["the old keys only", "the new keys only", "one key of each"] as const).map((who): TamperingCase => ({
    name: `a new root with new keys that ${who} signed`,
    code: "signature-threshold",
    attack: (scene) => {
      const before = scene.trust.keys.offline;
      const after = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
      const first = before.slice(0, 1);
      const signers = {
        "the old keys only": before,
        "the new keys only": after,
        "one key of each": [...first, ...after.slice(0, 1)],
      };
      const body = signedOf(scene.store.firstRoot);
      const keys = {
        ...(body["keys"] as JsonObject),
        ...Object.fromEntries(after.map(({ key, object }) => [key.keyid, object])),
      };
      const roles = {
        ...(body["roles"] as JsonObject),
        root: { keyids: after.map(({ key }) => key.keyid).sort(), threshold: 2 },
      };
      return serving({ [ROOT]: forged(scene.store.firstRoot, { version: 2, keys, roles }, signers[who]) });
    },
  })),
  {
    name: "a root that skips a version",
    code: "mix-and-match",
    attack: root(() => ({ version: 3 }), all),
  },
  { name: "the first root once more", code: "rollback", attack: (scene) => serving({ [ROOT]: scene.store.firstRoot }) },
  {
    name: "a root that needs no signature",
    code: "malformed",
    attack: root(
      (first) => ({
        roles: { ...rolesOf(first), timestamp: { ...rolesOf(first)["timestamp"], threshold: 0 } },
      }),
      all,
    ),
  },
  {
    name: "a root that needs more signatures than it has keys",
    code: "malformed",
    attack: root((first) => ({ roles: { ...rolesOf(first), root: { ...rolesOf(first)["root"], threshold: 4 } } }), all),
  },
  {
    name: "a root that counts one key twice",
    code: "malformed",
    attack: root((first) => {
      const { keyids = [] } = rolesOf(first)["timestamp"] ?? {};
      return { roles: { ...rolesOf(first), timestamp: { keyids: [...keyids, ...keyids], threshold: 2 } } };
    }, all),
  },
  {
    name: "a root with a stranger's key under the id of another",
    code: "malformed",
    attack: root((first) => {
      const ids = Object.keys(signedOf(first)["keys"] as JsonObject);
      return { keys: Object.fromEntries(ids.map((id) => [id, ephemeralSigner().object])) };
    }, all),
  },
  {
    name: "a root that names a key it does not have",
    code: "malformed",
    attack: root(
      (first) => ({ roles: { ...rolesOf(first), timestamp: { keyids: ["ab".repeat(32)], threshold: 1 } } }),
      all,
    ),
  },
  ...(["root", "timestamp", "snapshot", "targets"] as const).map((role): TamperingCase => ({
    name: `a root without the role ${role}`,
    code: "malformed",
    attack: root((first) => {
      const { [role]: _, ...roles } = rolesOf(first);
      return { roles };
    }, all),
  })),
  {
    name: "a root without consistent snapshots",
    code: "malformed",
    attack: root(() => ({ consistent_snapshot: false }), all),
  },
];

/** Roots without end, each signed as it must be, made when they are asked for: what a thief of the offline keys can serve. */
export function endlessRoots({ store, trust }: Scene): Attack {
  return (path, original) => {
    const version = /^tuf\/(\d+)\.root\.json$/.exec(path)?.[1];
    if (version === undefined || Number(version) === 1) return original;
    return forged(store.firstRoot, { version: Number(version) }, trust.keys.offline);
  };
}
