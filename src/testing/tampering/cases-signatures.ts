import { edited, forged, type Scene, serving, type TamperingCase, vouched } from "./scene.ts";
import { startsWithSignature, withMalleatedSignature } from "./signature-edits.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import type { Signer } from "../../core/signing/signatures.ts";

type Role = "timestamp" | "targets" | "bin";

function signedBy(role: Role, signers: (scene: Scene) => readonly Signer[]): TamperingCase["attack"] {
  return (scene) => serving({ [scene.at[role]]: forged(scene.file(role), { "x-evil": true }, signers(scene)) });
}

function editedBy(role: Role, edit: (text: string) => string): TamperingCase["attack"] {
  return (scene) => serving({ [scene.at[role]]: edited(scene.file(role), edit) });
}

const offline = (count: number) => (scene: Scene) => scene.trust.keys.offline.slice(0, count);
const HEX = /[0-9a-f]{128}/;

/** Who signed, and how often. */
export const signatureCases: readonly TamperingCase[] = [
  { name: "a timestamp that nobody signed", code: "signature-threshold", attack: signedBy("timestamp", () => []) },
  {
    name: "a timestamp that a stranger signed",
    code: "signature-threshold",
    attack: signedBy("timestamp", () => [ephemeralSigner()]),
  },
  {
    name: "a timestamp that the keys of all other roles signed",
    code: "signature-threshold",
    attack: signedBy("timestamp", ({ trust: { keys } }) => [keys.snapshot, keys.bins, keys.platform, ...keys.offline]),
  },
  {
    name: "a stranger's signature under the right key id",
    code: "signature-threshold",
    attack: signedBy("timestamp", ({ trust }) => [{ ...ephemeralSigner(), key: trust.keys.timestamp.key }]),
  },
  {
    name: "the honest signature over another body",
    code: "signature-threshold",
    attack: editedBy("timestamp", (text) => text.replace('"version":3}}', '"version":4}}')),
  },
  {
    name: "a signature with one digit changed",
    code: "signature-threshold",
    attack: editedBy("timestamp", (text) => text.replace(HEX, (sig) => (sig[0] === "0" ? "1" : "0") + sig.slice(1))),
  },
  {
    name: "a signature with the group order added to S",
    code: "signature-threshold",
    attack: editedBy("timestamp", withMalleatedSignature),
  },
  {
    name: "a signature of zeros",
    code: "signature-threshold",
    attack: editedBy("timestamp", (text) => text.replace(HEX, "0".repeat(128))),
  },
  {
    name: "a signature that is too short",
    code: "malformed",
    attack: editedBy("timestamp", (text) => text.replace(HEX, (sig) => sig.slice(2))),
  },
  {
    name: "a signature in capitals",
    code: "malformed",
    attack: editedBy("timestamp", (text) => text.replace(HEX, (sig) => sig.toUpperCase())),
  },
  {
    name: "a signature given twice",
    code: "malformed",
    attack: editedBy("timestamp", (text) => text.replace(startsWithSignature, "$1$2,$2")),
  },
  {
    name: "targets that one offline key signed of two that must",
    code: "signature-threshold",
    attack: signedBy("targets", offline(1)),
  },
  {
    name: "targets that one offline key signed twice",
    code: "malformed",
    attack: (scene) => {
      const once = forged(scene.file("targets"), {}, offline(1)(scene));
      return serving({ [scene.at.targets]: edited(once, (text) => text.replace(startsWithSignature, "$1$2,$2")) });
    },
  },
  {
    name: "targets that one offline key and a stranger signed",
    code: "signature-threshold",
    attack: signedBy("targets", (scene) => [...offline(1)(scene), ephemeralSigner()]),
  },
  {
    name: "targets that one offline key and every online key signed",
    code: "signature-threshold",
    attack: signedBy("targets", (scene) => {
      const { bins, snapshot, timestamp, platform } = scene.trust.keys;
      return [...offline(1)(scene), bins, snapshot, timestamp, platform];
    }),
  },
  {
    name: "targets with their signatures in another order",
    code: "malformed",
    attack: editedBy("targets", (text) =>
      text.replace(/^\{"signatures":\[(\{[^}]*\}),(\{[^}]*\})\]/, '{"signatures":[$2,$1]'),
    ),
  },
  {
    name: "targets with other platform keys, signed online",
    code: "signature-threshold",
    attack: (scene) => {
      const targets = { "platform-keys.json": { length: 1, hashes: { sha256: "00".repeat(32) } } };
      return serving({ [scene.at.targets]: forged(scene.file("targets"), { targets }, [scene.trust.keys.bins]) });
    },
  },
  { name: "a bin that nobody signed", code: "signature-threshold", attack: signedBy("bin", () => []) },
  {
    name: "a bin that the timestamp and snapshot keys signed",
    code: "signature-threshold",
    attack: signedBy("bin", ({ trust: { keys } }) => [keys.timestamp, keys.snapshot]),
  },
  {
    name: "a bin that every offline key signed, for none of them is in charge of bins",
    code: "signature-threshold",
    attack: signedBy("bin", offline(3)),
  },
  {
    name: "a snapshot that a stranger signed and a thief of the timestamp key vouches for",
    code: "signature-threshold",
    attack: (scene) => vouched(scene, forged(scene.file("snapshot"), {}, [ephemeralSigner()])),
  },
  {
    name: "a snapshot that the thief's timestamp key signed",
    code: "signature-threshold",
    attack: (scene) => vouched(scene, forged(scene.file("snapshot"), {}, [scene.trust.keys.timestamp])),
  },
];
