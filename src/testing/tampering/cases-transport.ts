import { type Files, type Scene, serving, type TamperingCase } from "./scene.ts";
import {
  brokenOff,
  dripping,
  type Reply,
  withBytes,
  withGzip,
  withHangUp,
  withHeadOnly,
  withLoginPage,
  withoutEnd,
  withSilence,
  withStatus,
} from "../tampering-proxy.ts";

type What = keyof Scene["at"];

const replying =
  (what: What, reply: (bytes: Uint8Array, scene: Scene) => Reply): TamperingCase["attack"] =>
  (scene) =>
    serving({ [scene.at[what]]: reply(scene.file(what), scene) });

const SHORT = { idleMs: 400, totalMs: 800 };
/** The megabytes of nothing that a few kilobytes of gzip hold. */
const BOMB_BYTES = 64 << 20;

/** Servers that misbehave. */
export const transportCases: readonly TamperingCase[] = [
  ...(["timestamp", "snapshot", "targets", "bin", "document", "package", "signature"] as const).map(
    (what): TamperingCase => ({
      name: `a ${what} without end`,
      code: "too-large",
      attack: replying(what, () => withoutEnd),
    }),
  ),
  { name: "a root without end", code: "too-large", attack: () => serving({ "tuf/2.root.json": withoutEnd }) },
  {
    name: "a timestamp that unpacks to megabytes",
    code: "too-large",
    attack: replying("timestamp", () => withGzip(new Uint8Array(BOMB_BYTES))),
  },
  {
    name: "a timestamp that says it is compressed and is not",
    code: "unreachable",
    attack: replying("timestamp", (bytes) => withBytes(bytes, { "content-encoding": "gzip" })),
  },
  ...(["timestamp", "package"] as const).flatMap((what): TamperingCase[] => [
    {
      name: `a ${what} of one byte now and then`,
      code: "unreachable",
      patience: SHORT,
      attack: replying(what, (bytes) => dripping(bytes, 50)),
    },
    {
      name: `a ${what} that never comes`,
      code: "unreachable",
      patience: SHORT,
      attack: replying(what, () => withSilence),
    },
    {
      name: `a ${what} of which only the head comes`,
      code: "unreachable",
      patience: SHORT,
      attack: replying(what, () => withHeadOnly),
    },
    { name: `a ${what} that breaks off`, code: "unreachable", attack: replying(what, brokenOff) },
    {
      name: `a connection closed instead of the ${what}`,
      code: "unreachable",
      attack: replying(what, () => withHangUp),
    },
  ]),
  ...[401, 429, 500, 502, 503, 204, 304].map((status): TamperingCase => ({
    name: `the answer ${status} for the timestamp`,
    code: "unreachable",
    attack: replying("timestamp", () => withStatus(status)),
  })),
  ...[403, 404, 410].map((status): TamperingCase => ({
    name: `the answer ${status} for the timestamp`,
    code: "missing",
    attack: replying("timestamp", () => withStatus(status)),
  })),
  {
    name: "the answer 500 for the next root",
    code: "unreachable",
    attack: () => serving({ "tuf/2.root.json": withStatus(500) }),
  },
  {
    name: "a redirect in a circle",
    code: "unreachable",
    attack: replying("timestamp", (_, { at }) => withStatus(302, { location: `/${at.timestamp}` })),
  },
  {
    name: "a redirect to a file of this machine",
    code: "unreachable",
    attack: replying("timestamp", () => withStatus(302, { location: "file:///etc/hostname" })),
  },
  {
    name: "a redirect to another file of the store",
    code: "wrong-type",
    attack: replying("timestamp", (_, { at }) => withStatus(302, { location: `/${at.snapshot}` })),
  },
  ...(["timestamp", "targets", "bin"] as const).map((what): TamperingCase => ({
    name: `a login page instead of the ${what}`,
    code: "malformed",
    attack: replying(what, () => withLoginPage),
  })),
  ...(["snapshot", "document", "package", "signature"] as const).map((what): TamperingCase => ({
    name: `a login page instead of the ${what}`,
    code: "hash-mismatch",
    attack: replying(what, () => withLoginPage),
  })),
  {
    name: "a login page instead of the next root",
    code: "malformed",
    attack: () => serving({ "tuf/2.root.json": withLoginPage }),
  },
  { name: "a login page instead of everything", code: "malformed", attack: () => () => withLoginPage },
];

/** What a network of caches shows while a publication spreads through it. */
export const propagationCases: readonly TamperingCase[] = [
  { name: "the new timestamp with everything else old", code: "missing", attack: spread(({ at }) => [at.timestamp]) },
  {
    name: "the new timestamp and snapshot without the new targets",
    code: "missing",
    attack: spread(({ at }) => [at.timestamp, at.snapshot]),
  },
  {
    name: "new metadata without the app's new bin",
    code: "missing",
    attack: spread(({ at }) => [at.timestamp, at.snapshot, at.targets]),
  },
  {
    name: "all new metadata without the app document",
    code: "missing",
    attack: spread(({ at }) => [at.timestamp, at.snapshot, at.targets, at.bin]),
  },
  {
    name: "everything but the package",
    code: "missing",
    attack: spread(({ at }) => [at.timestamp, at.snapshot, at.targets, at.bin, at.document, at.signature]),
  },
  {
    name: "everything but the package's signature",
    code: "missing",
    attack: spread(({ at }) => [at.timestamp, at.snapshot, at.targets, at.bin, at.document, at.package]),
  },
];

function spread(arrived: (scene: Scene) => readonly string[]): TamperingCase["attack"] {
  return (scene) => {
    const files: Files = scene.seen;
    const fresh = new Set(arrived(scene));
    return (path, original) => (fresh.has(path) ? original : (files.get(path) ?? null));
  };
}
