#!/usr/bin/env node
// Makes the keys and the first trust documents of a registry. Run it once, on a machine that is offline:
//   node scripts/trust-init.ts --registry DIR --keys DIR [--bit-length 8] [--no-passphrase]
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { argv } from "zx";

import { createKey, createOnlineKeys } from "../src/node/registry/key-folder.ts";
import { trustInit } from "../src/node/registry/trust-init.ts";

const KEYS = 3;
const THRESHOLD = 2;

const registry = String(argv["registry"] ?? "registry");
const keys = String(argv["keys"] ?? "");
// minimist, which zx parses with, turns `--no-passphrase` into passphrase=false.
const passphrase = argv["passphrase"] === false ? null : (process.env["MOSIS_PASSPHRASE"] ?? "");
if (keys === "" || passphrase === "") {
  console.error("Usage: MOSIS_PASSPHRASE=... node scripts/trust-init.ts --registry DIR --keys DIR [--bit-length 8]");
  console.error("The passphrase encrypts the offline keys; --no-passphrase leaves them in the clear, for trials only.");
  process.exit(2);
}
const offline = [];
for (let index = 1; index <= KEYS; index += 1) {
  offline.push(await createKey(join(keys, "offline", `offline-${index}.pem`), passphrase));
}
const online = await createOnlineKeys(join(keys, "online"));
const bitLength = Number(argv["bit-length"] ?? 8);
const documents = trustInit({ offline, threshold: THRESHOLD, online, bitLength, now: new Date() });
for (const [path, bytes] of documents) {
  await mkdir(dirname(join(registry, path)), { recursive: true });
  await writeFile(join(registry, path), bytes, { flag: "wx" });
  console.log(`wrote ${join(registry, path)}`);
}
console.log(`
Move each key of ${join(keys, "offline")} to a machine of its own: any ${THRESHOLD} of the ${KEYS} can replace everything else.
The keys of ${join(keys, "online")} go into the secrets of the environment "signing". Commit the two documents.`);
