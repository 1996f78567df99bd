#!/usr/bin/env node
// Drafts the next root and targets of a registry, for the key holders to sign with trust-sign.ts. Keys are public, as 64 hex digits:
//   node scripts/trust-rotate.ts --registry DIR [--offline A --offline B --offline C] [--timestamp T] [--snapshot S] [--bins B]
//     [--platform OLD --platform NEW] [--bit-length 9] [--recover ROTATION.json] [--withdraw-recovery ada/2]
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { requireRecoveries, statementOf } from "./lib/recoveries.ts";
import { Refusal, runScript } from "./lib/run-script.ts";
import { fromHex } from "../src/core/bytes.ts";
import { limits } from "../src/core/limits.ts";
import { type KeyObject, keyObject } from "../src/core/signing/public-key.ts";
import { readDevelopers } from "../src/node/registry/trust/registry-folder.ts";
import { draftRotation } from "../src/node/registry/trust/trust-ceremony.ts";
import { printStatus, readTrust, writeTrust } from "../src/node/registry/trust/trust-folder.ts";

const text = { type: "string" } as const;
const many = { type: "string", multiple: true } as const;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      registry: { ...text, default: "registry" },
      offline: many,
      platform: many,
      timestamp: text,
      snapshot: text,
      bins: text,
      "bit-length": text,
      recover: many,
      "withdraw-recovery": many,
    },
  });
  const { registry, offline, platform, timestamp, snapshot, bins, "bit-length": bits, recover = [] } = values;
  const now = new Date();
  const documents = await readTrust(registry);
  const developers = recover.length === 0 ? null : await readDevelopers(registry);
  const rotations = await Promise.all(recover.map(async (file) => ({ file, bytes: await readFile(file) })));
  const drafts = draftRotation(
    documents,
    {
      ...(offline !== undefined && { offline: offline.map(publicKey) }),
      ...(platform !== undefined && { platform: platform.map(publicKey) }),
      ...(timestamp !== undefined && { timestamp: publicKey(timestamp) }),
      ...(snapshot !== undefined && { snapshot: publicKey(snapshot) }),
      ...(bins !== undefined && { bins: publicKey(bins) }),
      ...(bits !== undefined && { bitLength: bitLength(bits) }),
      recover: rotations.map((rotation) => statementOf(rotation, developers, now)),
      withdraw: values["withdraw-recovery"] ?? [],
    },
    now,
  );
  await requireRecoveries(registry, new Map([...documents, ...drafts]));
  await writeTrust(registry, drafts);
  console.log(printStatus(await readTrust(registry), now));
  return 0;
});

function publicKey(hex: string): KeyObject {
  const bytes = fromHex(hex);
  if (bytes?.length === 32) return keyObject(bytes);
  throw new Refusal(`${hex.slice(0, 200)} is no public key: 64 lower-case hex digits.`);
}

function bitLength(digits: string): number {
  const bits = Number(digits);
  if (Number.isInteger(bits) && bits >= 1 && bits <= limits.trust.bitLength) return bits;
  throw new Refusal(`--bit-length is a number from 1 to ${limits.trust.bitLength}: there will be 2 to its power bins.`);
}
