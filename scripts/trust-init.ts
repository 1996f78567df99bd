#!/usr/bin/env node
// Makes the keys and the first trust documents of a registry. Run it once, on a machine that is offline:
//   MOSIS_PASSPHRASE=... node scripts/trust-init.ts --registry DIR --keys DIR [--bit-length 8]
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { limits } from "../src/core/limits.ts";
import { createKey, createOnlineKeys } from "../src/node/registry/publish/key-folder.ts";
import { trustInit } from "../src/node/registry/trust/trust-init.ts";

const KEYS = 3;
const THRESHOLD = 2;

const { registry, keys, bitLength, passphrase } = readOptions();
const trust = join(registry, "trust");
for (const there of [trust, join(keys, "offline"), join(keys, "online")]) {
  if (existsSync(there)) fail(`${there} is there already: a registry begins once, and keys are never overwritten.`);
}
const offline = [];
for (let index = 1; index <= KEYS; index += 1) {
  offline.push(await createKey(join(keys, "offline", `offline-${index}.pem`), passphrase));
}
const online = await createOnlineKeys(join(keys, "online"));
for (const [path, bytes] of trustInit({ offline, threshold: THRESHOLD, online, bitLength, now: new Date() })) {
  await mkdir(dirname(join(registry, path)), { recursive: true });
  await writeFile(join(registry, path), bytes, { flag: "wx" });
  console.log(`wrote ${join(registry, path)}`);
}
console.log(`
Move each key of ${join(keys, "offline")} to a machine of its own: any ${THRESHOLD} of the ${KEYS} can replace everything else.
The keys of ${join(keys, "online")} go into the secrets of the environment "signing". Commit the two documents.`);

function readOptions() {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      registry: { ...text, default: "registry" },
      keys: text,
      "bit-length": { ...text, default: "8" },
      "no-passphrase": { type: "boolean", default: false },
    },
  });
  const bits = Number(values["bit-length"]);
  const known = process.env["MOSIS_PASSPHRASE"] ?? "";
  if (values.keys === undefined) fail("--keys DIR says where the keys go.");
  if (known === "" && !values["no-passphrase"]) {
    fail("MOSIS_PASSPHRASE encrypts the offline keys; --no-passphrase leaves them in the clear, for trials only.");
  }
  if (!Number.isInteger(bits) || bits < 1 || bits > limits.trust.bitLength) {
    fail(`--bit-length is a number from 1 to ${limits.trust.bitLength}: there will be 2 to its power bins.`);
  }
  const secret = values["no-passphrase"] ? null : known;
  return { registry: values.registry, keys: values.keys, bitLength: bits, passphrase: secret };
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
