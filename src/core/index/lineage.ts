import type { Lineage } from "./app-document.ts";
import type { DeveloperRecord } from "../registry/model.ts";

/** The lineage of an owner: the keys no rotation added, then the rotations in order. */
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
    genesis: developer.keys.filter(({ keyid }) => !added.has(keyid)).map(({ revoked: _, ...key }) => key),
    rotations: rotations.map(({ signatures, signed }) => ({ signatures, signed })),
    revoked: [...replaced.filter(({ keyid }) => !revoked.some((each) => each.keyid === keyid)), ...revoked],
  };
}
