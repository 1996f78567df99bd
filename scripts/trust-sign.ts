#!/usr/bin/env node
// A key holder signs the drafts of a ceremony, on a machine that is offline; says who still has to:
//   MOSIS_PASSPHRASE=... node scripts/trust-sign.ts --registry DIR --key offline-1.pem
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { requireRecoveries } from "./lib/recoveries.ts";
import { Refusal, runScript } from "./lib/run-script.ts";
import { openKeyPem } from "../src/node/key-file.ts";
import { signDrafts, trustStatus } from "../src/node/registry/trust/trust-ceremony.ts";
import { printStatus, readTrust, writeTrust } from "../src/node/registry/trust/trust-folder.ts";

const text = { type: "string" } as const;

await runScript(async () => {
  const { values } = parseArgs({ options: { registry: { ...text, default: "registry" }, key: text } });
  const { registry, key: path } = values;
  if (path === undefined) throw new Refusal("--key FILE says with which key to sign.");
  const now = new Date();
  const signer = openKeyPem(await readFile(path, "utf8"), process.env["MOSIS_PASSPHRASE"] ?? null);
  const { keyid } = signer.key;
  const documents = await readTrust(registry);
  const inCharge = trustStatus(documents, now).flatMap(({ needs }) =>
    needs.flatMap((each) => [...each.signed, ...each.missing]),
  );
  if (!inCharge.includes(keyid)) throw new Refusal(`${keyid} is none of the keys that sign for these documents.`);
  await requireRecoveries(registry, documents);
  const signed = signDrafts(documents, signer, now);
  await writeTrust(registry, signed);
  console.log(`${keyid} signed ${[...signed.keys()].join(", ") || "nothing: no signature of it is wanted"}`);
  console.log(printStatus(await readTrust(registry), now));
  return 0;
});
