#!/usr/bin/env node
// Drafts the next root and targets of a registry, for the key holders to sign with trust-sign.ts. Keys are public, as 64 hex digits:
//   node scripts/trust-rotate.ts --registry DIR [--offline A --offline B --offline C] [--timestamp T] [--snapshot S] [--bins B]
//     [--platform OLD --platform NEW] [--bit-length 9]
import { parseArgs } from "node:util";

import { fromHex } from "../src/core/bytes.ts";
import { type KeyObject, keyObject } from "../src/core/signing/public-key.ts";
import { draftRotation } from "../src/node/registry/trust-ceremony.ts";
import { printStatus, readTrust, writeTrust } from "../src/node/registry/trust-folder.ts";

const text = { type: "string" } as const;
const many = { type: "string", multiple: true } as const;
const { values } = parseArgs({
  options: {
    registry: { ...text, default: "registry" },
    offline: many,
    platform: many,
    timestamp: text,
    snapshot: text,
    bins: text,
    "bit-length": text,
  },
});
const { registry, offline, platform, timestamp, snapshot, bins, "bit-length": bits } = values;
const now = new Date();
const drafts = draftRotation(
  await readTrust(registry),
  {
    ...(offline !== undefined && { offline: offline.map(publicKey) }),
    ...(platform !== undefined && { platform: platform.map(publicKey) }),
    ...(timestamp !== undefined && { timestamp: publicKey(timestamp) }),
    ...(snapshot !== undefined && { snapshot: publicKey(snapshot) }),
    ...(bins !== undefined && { bins: publicKey(bins) }),
    ...(bits !== undefined && { bitLength: Number(bits) }),
  },
  now,
);
await writeTrust(registry, drafts);
console.log(printStatus(await readTrust(registry), now));

function publicKey(hex: string): KeyObject {
  const bytes = fromHex(hex);
  if (bytes?.length === 32) return keyObject(bytes);
  console.error(`${hex.slice(0, 200)} is no public key: 64 lower-case hex digits.`);
  process.exit(2);
}
