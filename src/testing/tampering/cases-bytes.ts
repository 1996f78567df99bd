import { edited, forged, type Scene, serving, type TamperingCase, vouched } from "./scene.ts";
import type { JsonObject } from "../../core/json/value.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Serves other bytes in the timestamp's place: nothing else names them, so only their form can give them away. */
function timestamp(change: (bytes: Uint8Array) => Uint8Array): TamperingCase["attack"] {
  return (scene) => serving({ [scene.at.timestamp]: change(scene.file("timestamp")) });
}

const text = (edit: (text: string) => string) => timestamp((bytes) => edited(bytes, edit));

/** The timestamp of a thief of its key. */
function stolen(change: JsonObject): TamperingCase["attack"] {
  return (scene) =>
    serving({ [scene.at.timestamp]: forged(scene.file("timestamp"), change, [scene.trust.keys.timestamp]) });
}

function bin(targets: (app: JsonObject) => JsonObject): TamperingCase["attack"] {
  return (scene) => {
    const [[path, entry] = ["", {}]] = scene.trust.targets;
    const { sha256, length } = entry as { sha256: string; length: number };
    const forgedBin = forged(scene.file("bin"), { targets: { [path]: targets({ length, hashes: { sha256 } }) } }, [
      scene.trust.keys.bins,
    ]);
    return serving({ [scene.at.bin]: forgedBin });
  };
}

const inPlaceOf =
  (place: "timestamp" | "targets" | "bin", what: keyof Scene["at"]): TamperingCase["attack"] =>
  (scene) =>
    serving({ [scene.at[place]]: scene.file(what) });

/** Files of another form than they must have. */
export const byteCases: readonly TamperingCase[] = [
  ...Object.entries<(bytes: Uint8Array) => Uint8Array>({
    "an empty timestamp": () => utf8(""),
    "a timestamp of zero bytes": () => new Uint8Array(400),
    "a timestamp with a byte order mark": (bytes) => Buffer.concat([utf8("\ufeff"), bytes]),
    "a timestamp with a final newline": (bytes) => Buffer.concat([bytes, utf8("\n")]),
    "a timestamp in UTF-16": (bytes) => Buffer.from(new TextDecoder().decode(bytes), "utf16le"),
    "a timestamp that is no UTF-8": (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff, 0x7d])]),
    "two timestamps in one file": (bytes) => Buffer.concat([bytes, bytes]),
    "half a timestamp": (bytes) => bytes.subarray(0, bytes.length >> 1),
    "a timestamp printed for people": (bytes) =>
      utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2)),
    "nested arrays without end": () => utf8("[".repeat(16_000)),
    "the word null": () => utf8("null"),
    "an array of timestamps": (bytes) => Buffer.concat([utf8("["), bytes, utf8("]")]),
  }).map(([name, change]): TamperingCase => ({ name, code: "malformed", attack: timestamp(change) })),
  ...Object.entries<(text: string) => string>({
    "a timestamp with the body first": (before) => {
      const { signatures, signed } = JSON.parse(before) as JsonObject;
      return JSON.stringify({ signed, signatures });
    },
    "a timestamp with a further member beside the body": (before) => before.replace(/\}$/, ',"unsigned":1}'),
    "a version given twice": (before) => before.replace(/"version":3\}\}$/, '"version":3,"version":9}}'),
    "a body given twice": (before) => before.replace(/,"signed":(.*)\}$/, ',"signed":$1,"signed":$1}'),
    "an escape where none is needed": (before) => before.replace("timestamp", "\\u0074imestamp"),
    "a version with an exponent": (before) => before.replace(/"version":3\}\}$/, '"version":3e0}}'),
    "a version with a fraction": (before) => before.replace(/"version":3\}\}$/, '"version":3.0}}'),
    "a version of 2 to the power 53": (before) => before.replace(/"version":3\}\}$/, '"version":9007199254740992}}'),
    "a version of a thousand digits": (before) => before.replace(/"version":3\}\}$/, `"version":${"9".repeat(1000)}}}`),
    "a negative zero": (before) => before.replace(/"version":3\}\}$/, '"version":-0}}'),
    "a key that is not ASCII": (before) => before.replace('"version":3}}', '"version":3,"versi\u00f6n":3}}'),
  }).map(([name, edit]): TamperingCase => ({ name, code: "malformed", attack: text(edit) })),
  ...Object.entries<JsonObject>({
    "a version 0": { version: 0 },
    "a negative version": { version: -1 },
    "a version that is text": { version: "9" },
    "no expiry": { expires: null },
    "an expiry on a day that does not exist": { expires: "2027-02-30T00:00:00Z" },
    "an expiry in another time zone": { expires: "2027-02-20T00:00:00+01:00" },
    "an expiry of a year with five digits": { expires: "12027-02-20T00:00:00Z" },
    "version 2 of the specification": { spec_version: "2.0.0" },
    "no snapshot": { meta: {} },
    "a snapshot with a hash in capitals": {
      meta: { "snapshot.json": { version: 3, hashes: { sha256: "AB".repeat(32) } } },
    },
    "a snapshot without a version": { meta: { "snapshot.json": { length: 3 } } },
    "a snapshot with MD5 only": { meta: { "snapshot.json": { version: 3, hashes: { md5: "00" } } } },
  }).map(([what, change]): TamperingCase => ({
    name: `a timestamp of a thief with ${what}`,
    code: "malformed",
    attack: stolen({ version: 9, ...change }),
  })),
  {
    name: "a thief's timestamp that announces a snapshot beyond all limits",
    code: "too-large",
    attack: stolen({ version: 9, meta: { "snapshot.json": { version: 3, length: 2 ** 40 } } }),
  },
  { name: "a thief's timestamp of an unknown type", code: "wrong-type", attack: stolen({ _type: "timestamp2" }) },
  {
    name: "a thief's timestamp that calls itself a snapshot",
    code: "wrong-type",
    attack: stolen({ _type: "snapshot" }),
  },
  {
    name: "the snapshot in the place of the timestamp",
    code: "wrong-type",
    attack: inPlaceOf("timestamp", "snapshot"),
  },
  { name: "the targets in the place of the timestamp", code: "wrong-type", attack: inPlaceOf("timestamp", "targets") },
  { name: "a bin in the place of the timestamp", code: "wrong-type", attack: inPlaceOf("timestamp", "bin") },
  {
    name: "an app document in the place of the timestamp",
    code: "malformed",
    attack: inPlaceOf("timestamp", "document"),
  },
  { name: "the timestamp in the place of the targets", code: "wrong-type", attack: inPlaceOf("targets", "timestamp") },
  { name: "the timestamp in the place of a bin", code: "wrong-type", attack: inPlaceOf("bin", "timestamp") },
  {
    name: "the first root in the place of the timestamp",
    code: "wrong-type",
    attack: (scene) => serving({ [scene.at.timestamp]: scene.store.firstRoot }),
  },
  {
    name: "the timestamp in the place of a new root",
    code: "wrong-type",
    attack: (scene) => serving({ "tuf/2.root.json": scene.file("timestamp") }),
  },
  {
    name: "a thief's snapshot that calls itself targets",
    code: "wrong-type",
    attack: (scene) =>
      vouched(scene, forged(scene.file("snapshot"), { _type: "targets" }, [scene.trust.keys.snapshot])),
  },
  {
    name: "a thief's bin with an app without a hash",
    code: "malformed",
    attack: bin(({ length }) => ({ length: length ?? 0 })),
  },
  {
    name: "a thief's bin with an app without a length",
    code: "malformed",
    attack: bin(({ hashes }) => ({ hashes: hashes ?? {} })),
  },
];
