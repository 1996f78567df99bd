import {
  type Files,
  forged,
  OTHER,
  type Scene,
  serving,
  servingTree,
  signedOf,
  type TamperingCase,
  vouched,
} from "./scene.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { targetFile } from "../../core/trust/metadata-paths.ts";
import type { SignedBody } from "../../core/json/signed-document.ts";
import { anApp } from "../app-kit.ts";
import { aStore } from "../store-kit.ts";
import { signAtRest } from "../trust-kit.ts";

const TIMESTAMP = "tuf/timestamp.json";

function fileOf(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new TypeError(`${path} is not in the tree`);
  return bytes;
}

/** A thief of snapshot and timestamp keys lists other versions. */
function listing(change: (meta: JsonObject, scene: Scene) => JsonObject): TamperingCase["attack"] {
  return (scene) => {
    const snapshot = scene.file("snapshot");
    const meta = change(signedOf(snapshot)["meta"] as JsonObject, scene);
    return vouched(scene, forged(snapshot, { version: 3, meta }, [scene.trust.keys.snapshot]));
  };
}

function without(meta: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = meta;
  return rest;
}

/** Files that are older than what the device knows. */
export const rollbackCases: readonly TamperingCase[] = [
  {
    name: "an older timestamp",
    code: "rollback",
    attack: ({ first }) => serving({ [TIMESTAMP]: fileOf(first, TIMESTAMP) }),
  },
  {
    name: "the whole store as it was before the device came",
    code: "rollback",
    attack: ({ first }) => servingTree(first),
  },
  {
    name: "an older snapshot behind a newer timestamp",
    code: "rollback",
    attack: (scene) => vouched(scene, fileOf(scene.first, "tuf/1.snapshot.json"), { says: 1 }),
  },
  {
    name: "older targets in a newer snapshot",
    code: "rollback",
    attack: listing((meta) => ({ ...meta, "targets.json": { version: 1 } })),
  },
  {
    name: "an older bin in a newer snapshot",
    code: "rollback",
    attack: listing((meta, { bins: [bin] }) => ({ ...meta, [`${bin}.json`]: { version: 1 } })),
  },
  {
    name: "a snapshot that forgets a bin the device never needed",
    code: "rollback",
    attack: listing((meta, { bins: [, other] }) => without(meta, `${other}.json`)),
  },
  {
    name: "a snapshot that forgets the app's bin",
    code: "rollback",
    attack: listing((meta, { bins: [bin] }) => without(meta, `${bin}.json`)),
  },
  {
    name: "a snapshot that forgets the targets",
    code: "rollback",
    attack: listing((meta) => without(meta, "targets.json")),
  },
  { name: "a snapshot that lists nothing", code: "rollback", attack: listing(() => ({})) },
  {
    name: "older targets in the place of the newest",
    code: "rollback",
    attack: (scene) => serving({ [scene.at.targets]: fileOf(scene.first, "tuf/1.targets.json") }),
  },
  {
    name: "an older bin in the place of the newest",
    code: "rollback",
    attack: (scene) => serving({ [scene.at.bin]: fileOf(scene.first, `tuf/1.${scene.bins[0]}.json`) }),
  },
  {
    name: "an older timestamp with the clock at 1970",
    code: "rollback",
    clock: "1970-01-01T00:00:00Z",
    attack: ({ first }) => servingTree(first),
  },
];

/** Files that are real but do not belong together. */
export const mixCases: readonly TamperingCase[] = [
  {
    name: "the snapshot before in the place of the newest",
    code: "hash-mismatch",
    attack: (scene) => serving({ [scene.at.snapshot]: fileOf(scene.seen, "tuf/2.snapshot.json") }),
  },
  {
    name: "a snapshot of another version than the timestamp says",
    code: "mix-and-match",
    attack: (scene) => vouched(scene, forged(scene.file("snapshot"), { version: 7 }, [scene.trust.keys.snapshot])),
  },
  {
    name: "targets of a later version than the snapshot says",
    code: "mix-and-match",
    attack: (scene) =>
      serving({ [scene.at.targets]: forged(scene.file("targets"), { version: 9 }, scene.trust.keys.offline) }),
  },
  {
    name: "a bin of a later version than the snapshot says",
    code: "mix-and-match",
    attack: (scene) => serving({ [scene.at.bin]: forged(scene.file("bin"), { version: 9 }, [scene.trust.keys.bins]) }),
  },
  {
    name: "another bin of the same version",
    code: "mix-and-match",
    attack: (scene) =>
      serving({ [scene.at.bin]: forged(scene.file("bin"), { mosis_bin: scene.bins[1] }, [scene.trust.keys.bins]) }),
  },
  {
    name: "the bin of another app as it was published",
    code: "mix-and-match|rollback",
    attack: (scene) => serving({ [scene.at.bin]: fileOf(scene.first, `tuf/1.${scene.bins[1]}.json`) }),
  },
  {
    name: "a bin that does not say which it is",
    code: "mix-and-match",
    attack: (scene) => {
      const { mosis_bin: _, ...body } = signedOf(scene.file("bin"));
      return serving({ [scene.at.bin]: signedAs(body, scene) });
    },
  },
  {
    name: "the targets in the place of a bin",
    code: "signature-threshold",
    attack: (scene) => serving({ [scene.at.bin]: scene.file("targets") }),
  },
  {
    name: "a bin in the place of the targets",
    code: "signature-threshold",
    attack: (scene) => serving({ [scene.at.targets]: scene.file("bin") }),
  },
  {
    name: "a bin that delegates to further ones",
    code: "malformed",
    attack: (scene) => {
      const { delegations } = signedOf(scene.file("targets"));
      const bin = forged(scene.file("bin"), { delegations: delegations ?? null }, [scene.trust.keys.bins]);
      return serving({ [scene.at.bin]: bin });
    },
  },
  {
    name: "another app's document",
    code: "hash-mismatch|too-large",
    attack: (scene) => {
      const target = scene.trust.targets.get(`apps/${OTHER}.json`);
      return serving({ [scene.at.document]: scene.trust.file(targetFile(`apps/${OTHER}.json`, target?.sha256 ?? "")) });
    },
  },
  ...(["package.mosis", "signature.sig"] as const).flatMap((name): TamperingCase[] => {
    const key = name === "package.mosis" ? "package" : "signature";
    return [
      {
        name: `another app's ${name}`,
        code: "hash-mismatch|too-large",
        attack: (scene) => serving({ [scene.at[key]]: fileOf(scene.seen, `packages/${OTHER}/1/${name}`) }),
      },
      {
        name: `the ${name} of the version before`,
        code: "hash-mismatch|too-large",
        attack: (scene) => serving({ [scene.at[key]]: fileOf(scene.seen, scene.at[key].replace("/2/", "/1/")) }),
      },
    ];
  }),
  {
    name: "everything from another store of the same apps",
    code: "signature-threshold",
    attack: () =>
      servingTree(
        aStore()
          .withApp(anApp())
          .withApp(anApp({ id: OTHER }))
          .publish().files,
      ),
  },
  ...(["timestamp", "targets", "bin"] as const).map((what): TamperingCase => ({
    name: `the ${what} of another store`,
    code: "signature-threshold|rollback",
    attack: (scene) => {
      const other = aStore()
        .withApp(anApp())
        .withApp(anApp({ id: OTHER }))
        .publish();
      const path = what === "timestamp" ? TIMESTAMP : `tuf/1.${what === "bin" ? scene.bins[0] : what}.json`;
      return serving({ [scene.at[what]]: fileOf(other.files, path) });
    },
  })),
];

function signedAs(body: JsonObject, { trust }: Scene): Uint8Array {
  return signAtRest(body as SignedBody, [trust.keys.bins]);
}

const IN_THE_PAST = "2026-10-31T00:00:00Z";

/** Files that nobody vouches for any more. */
export const freezeCases: readonly TamperingCase[] = [
  {
    name: "the store as it was, once its timestamp has expired",
    code: "expired",
    clock: "2026-11-20T00:00:00Z",
    attack: ({ seen }) => servingTree(seen),
  },
  {
    name: "anything with the clock at 2099",
    code: "expired",
    clock: "2099-01-01T00:00:00Z",
    attack: () => serving({}),
  },
  {
    name: "a timestamp in the very second in which it expires",
    code: "expired",
    clock: "2026-11-15T12:00:00Z",
    attack: () => serving({}),
  },
  {
    name: "a newer timestamp that has expired",
    code: "expired",
    attack: (scene) =>
      serving({ [TIMESTAMP]: forged(scene.file("timestamp"), { expires: IN_THE_PAST }, [scene.trust.keys.timestamp]) }),
  },
  {
    name: "an expired snapshot behind a fresh timestamp",
    code: "expired",
    attack: (scene) =>
      vouched(scene, forged(scene.file("snapshot"), { expires: IN_THE_PAST }, [scene.trust.keys.snapshot])),
  },
  {
    name: "targets that have expired",
    code: "expired",
    attack: (scene) =>
      serving({
        [scene.at.targets]: forged(scene.file("targets"), { expires: IN_THE_PAST }, scene.trust.keys.offline),
      }),
  },
  {
    name: "a bin that has expired",
    code: "expired",
    attack: (scene) =>
      serving({ [scene.at.bin]: forged(scene.file("bin"), { expires: IN_THE_PAST }, [scene.trust.keys.bins]) }),
  },
];
