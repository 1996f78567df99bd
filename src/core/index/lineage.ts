import type { Lineage } from "./app-document.ts";
import type { DeveloperRecord } from "../registry/model.ts";
import { reachesDevices } from "../registry/owner-keys.ts";

/**
 * The lineage of an owner: the keys no rotation added, then the rotations in order. Devices pin it, so the first part must never
 * change: not with a name, the order of keys, or a key that has nothing to do with packages.
 */
export function lineageOf({ developer, rotations }: DeveloperRecord): Lineage {
  const added = new Set(rotations.map(({ signed }) => signed.key.keyid));
  const replaced = rotations.flatMap(({ signed }) =>
    signed.replaces === undefined ? [] : [{ keyid: signed.replaces, reason: "retired" }],
  );
  const revoked = developer.keys.flatMap(({ keyid, revoked: why }) =>
    why === undefined ? [] : [{ keyid, reason: why.reason }],
  );
  return {
    developer: developer.id,
    genesis: developer.keys
      .filter((key) => !added.has(key.keyid) && reachesDevices(key))
      .toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1))
      .map(({ keyid, keytype, scheme, keyval, use, apps }) => {
        const key = { keyid, keytype, scheme, keyval, use };
        return apps === undefined ? key : { ...key, apps };
      }),
    rotations: rotations.map(({ signatures, signed }) => ({ signatures, signed })),
    revoked: [...replaced.filter(({ keyid }) => !revoked.some((each) => each.keyid === keyid)), ...revoked],
  };
}
