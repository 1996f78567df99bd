import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { recoveryChanges, type TrustDocuments, trustStatus } from "./trust-ceremony.ts";
import { recoveryName, type RecoveryStatement } from "../../../core/trust/recoveries.ts";

/** The documents in the `trust/` folder of a registry. */
export async function readTrust(registry: string): Promise<TrustDocuments> {
  const folder = join(registry, "trust");
  const names = (await readdir(folder)).filter((name) => /^[1-9]\d*\.(?:root|targets)\.json$/.test(name));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

/** Writes documents into the `trust/` folder of a registry, over drafts of the same name. */
export async function writeTrust(registry: string, documents: TrustDocuments): Promise<void> {
  const folder = join(registry, "trust");
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of documents) await writeFile(join(folder, name), bytes);
}

/** What key holders need to know: how long each document holds, who signed, who still has to, and which recoveries it is about. */
export function printStatus(documents: TrustDocuments, now: Date): string {
  const status = trustStatus(documents, now).flatMap(({ file, expires, daysLeft, needs }) => [
    `${file} expires at ${expires}, in ${daysLeft} days`,
    ...needs.flatMap(({ by, threshold, signed, missing }) => [
      `  ${by}: ${signed.length} of the ${threshold} that must have signed`,
      ...signed.map((keyid) => `    signed       ${keyid}`),
      ...(signed.length < threshold ? missing.map((keyid) => `    may sign     ${keyid}`) : []),
    ]),
  ]);
  const { stated, added, withdrawn } = recoveryChanges(documents);
  const { length } = stated;
  return [
    ...status,
    ...(length + withdrawn.length === 0 ? [] : [`recoveries of lost keys that are stated: ${length}`]),
    ...added.map((each) => `    new          ${recovery(each)}, counts from ${each.not_before} on`),
    ...withdrawn.map((each) => `    withdrawn    ${recovery(each)}`),
  ].join("\n");
}

function recovery(statement: RecoveryStatement): string {
  return `${recoveryName(statement)}, rotation ${statement.rotation}`;
}
