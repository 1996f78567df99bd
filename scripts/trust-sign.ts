#!/usr/bin/env node
// A key holder signs the drafts of a ceremony, on a machine that is offline; says who still has to:
//   MOSIS_PASSPHRASE=... node scripts/trust-sign.ts --registry DIR --key offline-1.pem
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { openKeyPem } from "../src/node/key-file.ts";
import { signDrafts } from "../src/node/registry/trust-ceremony.ts";
import { printStatus, readTrust, writeTrust } from "../src/node/registry/trust-folder.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { registry: { ...text, default: "registry" }, key: text } });
if (values.key === undefined) {
  console.error("--key FILE says with which key to sign.");
  process.exit(2);
}
const now = new Date();
const signer = openKeyPem(await readFile(values.key, "utf8"), process.env["MOSIS_PASSPHRASE"] ?? null);
const signed = signDrafts(await readTrust(values.registry), signer, now);
await writeTrust(values.registry, signed);
console.log(`${signer.key.keyid} signed ${[...signed.keys()].join(", ") || "nothing: no signature of it is wanted"}`);
console.log(printStatus(await readTrust(values.registry), now));
