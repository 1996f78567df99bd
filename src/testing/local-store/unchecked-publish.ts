import { readFile } from "node:fs/promises";

import type { LocalDeveloper } from "./cast.ts";
import type { LocalStore } from "./local-store.ts";
import { REGISTRY } from "./seed-registry.ts";
import { planSubmission } from "../../core/publish/plan-submission.ts";
import { plannedUpload } from "../../core/publish/release-place.ts";
import { SIGNATURE_PATH } from "../../core/package/package-path.ts";
import { readPackage } from "../../core/package/read-package.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import { composeFile, versionBody } from "../../core/registry/compose.ts";
import { packageFacts } from "../../core/registry/package-facts.ts";
import { signPackage } from "../../core/signing/sign-package.ts";
import type { Signer } from "../../core/signing/signatures.ts";
import { openKeyPem } from "../../node/key-file.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { readProject } from "../../node/project.ts";
import { releaseFiles } from "../../node/registry/submit/release-files.ts";
import { openSubmission } from "../../node/registry/submit/submit.ts";
import { checkHere } from "../check-here.ts";

/**
 * Submits the next version of an app as `mosis publish` does, with a tool that looks at no finding: what somebody uses who wants to get
 * past review. Gives the number of the pull request.
 */
export async function publishUnchecked(
  { user, id: developer }: LocalDeveloper,
  project: string,
  { layout, forge, octokit }: LocalStore,
): Promise<number> {
  const client = octokit(user);
  const [key] = await listKeys(keysFolder({ MOSIS_HOME: layout.home(user.login) }));
  const signer = openKeyPem(await readFile(key?.path ?? "", "utf8"), null);
  const { archive, manifest, facts } = await pack(project, signer);
  const { id: app, version_code: versionCode } = manifest;
  const place = { webUrl: forge.url, repository: { owner: user.login, repo: "mosis-apps" }, app, versionCode };
  const upload = plannedUpload(place, `${app}-${versionCode}`, ".mosis", facts.package);
  const title = `Update ${manifest.name} ${manifest.version}`;
  if (upload.to !== "release") throw new TypeError("a release is no upload to the registry");
  await releaseFiles(client, [{ upload, bytes: archive }], { login: user.login, title, onBytes: () => {} });
  const { sha256 } = nodeCrypto;
  const body = versionBody({ registry: "mosis", manifest, facts, url: upload.url }, sha256);
  const files = [composeFile({ kind: "version", app, versionCode }, body, [signer], sha256)];
  const summary = [`The next version of \`${app}\` by \`${developer}\`.`];
  const draft = { kind: "version", subject: app, title, summary, files, track: "stable", versionCode } as const;
  const planned = planSubmission(draft, [], sha256);
  if (!planned.ok) throw new Error(`#${planned.pull} is in the way.`);
  return (await openSubmission(client, REGISTRY, planned.plan)).number;
}

async function pack(project: string, signer: Signer) {
  const { files } = await readProject(project, checkHere);
  const { opened } = readPackage(writeZip(files, nodePackagePorts), nodePackagePorts);
  const signed = opened === null ? null : signPackage(opened, signer, [], nodeCrypto);
  if (opened === null || signed?.ok !== true) throw new Error(`${project} is no package at all.`);
  const archive = writeZip([...opened.files, { path: SIGNATURE_PATH, data: signed.signature }], nodePackagePorts);
  const { facts } = packageFacts(archive, nodePackagePorts);
  if (facts === null) throw new Error(`${project} has no facts.`);
  return { archive, manifest: opened.manifest, facts };
}
