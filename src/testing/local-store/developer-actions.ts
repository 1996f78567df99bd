import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import type { LocalDeveloper } from "./cast.ts";
import type { LocalStore } from "./local-store.ts";
import { mosis } from "./mosis-cli.ts";
import { REGISTRY } from "./seed-registry.ts";
import { toHex } from "../../core/bytes.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import type { Manifest } from "../../core/manifest/manifest.ts";
import { readPackage } from "../../core/package/read-package.ts";
import {
  appBody,
  type ComposedFile,
  composeFile,
  developerBody,
  developerKey,
  listingBody,
  versionBody,
} from "../../core/registry/compose.ts";
import type { ListingBody, VersionBody } from "../../core/registry/documents.ts";
import { packageFacts } from "../../core/registry/package-facts.ts";
import { type KeySigner, openKeyPem } from "../../node/key-file.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { openSubmission } from "../../node/registry/submit.ts";

const { sha256 } = nodePackagePorts;
const SYSTEM_APPS = join(import.meta.dirname, "../../system-apps");
/** Repository of a developer in which packages and screenshots are released. */
const OWN_REPOSITORY = "apps";

/** Makes the developer's key with `mosis keys generate` and opens the pull request that registers them; gives its number. */
export async function submitRegistration(developer: LocalDeveloper, { layout, octokit }: LocalStore): Promise<number> {
  const { id, name, user } = developer;
  await mosis(["keys", "generate", "--no-passphrase"], { home: layout.home(user.login) });
  const signer = await ownKey(developer, layout.home(user.login));
  const key = developerKey(signer.object, ["package", "version", "event", "account"], sha256, { member: user.login });
  const body = developerBody({
    registry: "mosis",
    id,
    seq: 1,
    name,
    members: [{ github_id: user.id, name: user.login, role: "owner" }],
    keys: [key],
  });
  const files = [composeFile({ kind: "developer", developer: id }, body, [signer], sha256)];
  return open(octokit(user), `register-${id}`, `Register ${id}`, files);
}

/** A project of the developer: the folder of their app, or a copy of it. */
export interface Submission {
  readonly project: string;
  readonly notes: VersionBody["notes"];
  /** Whether app.json and listings go with it. */
  readonly isNew: boolean;
}

/** The folder of the developer's app. */
export function appProject({ app }: LocalDeveloper): string {
  return join(SYSTEM_APPS, app);
}

/** Builds, signs and releases a version, and opens the pull request that submits it; gives its number. */
export async function submitVersion(
  developer: LocalDeveloper,
  submission: Submission,
  store: LocalStore,
): Promise<number> {
  const { layout } = store;
  const { login } = developer.user;
  const home = layout.home(login);
  const built = join(layout.packages, login, `${Date.now()}.mosis`);
  await mosis(["build", "--out", built], { home, cwd: submission.project });
  await mosis(["sign", built], { home });
  const archive = new Uint8Array(await readFile(built));
  const { opened } = readPackage(archive, nodePackagePorts);
  const { facts } = packageFacts(archive, nodePackagePorts);
  if (opened === null || facts === null) throw new Error(`${built} cannot be read`);
  const { manifest } = opened;
  const release = await openRelease(developer, manifest, store);
  const url = await release(`${manifest.id}-${manifest.version_code}.mosis`, archive);
  const signer = await ownKey(developer, home);
  const version = versionBody({ registry: "mosis", manifest, facts, url, notes: submission.notes }, sha256);
  const app = manifest.id;
  const files = [composeFile({ kind: "version", app, versionCode: manifest.version_code }, version, [signer], sha256)];
  if (submission.isNew) {
    const body = appBody({
      registry: "mosis",
      app_id: app,
      seq: 1,
      owner: developer.id,
      categories: manifest.categories ?? [],
    });
    files.push(composeFile({ kind: "app", app }, body, [signer], sha256));
    files.push(...(await listings(submission.project, manifest, signer, release)));
  }
  const title = `${submission.isNew ? "Add" : "Update"} ${manifest.name} ${manifest.version}`;
  return open(store.octokit(developer.user), `${app}-${manifest.version_code}`, title, files);
}

type Release = (name: string, bytes: Uint8Array) => Promise<string>;

/** A release in the developer's own repository, whose assets have an address each. */
async function openRelease(
  { user }: LocalDeveloper,
  manifest: Manifest,
  { forge, octokit }: LocalStore,
): Promise<Release> {
  const name = { owner: user.login, repo: OWN_REPOSITORY };
  if (!forge.hasRepository(name.owner, name.repo)) {
    const readme = { "README.md": `# Apps of ${user.login}\n` };
    await forge.createRepository({ owner: name.owner, name: name.repo, files: readme, message: "Begin" });
  }
  const client = octokit(user);
  const { data: release } = await client.rest.repos.createRelease({
    ...name,
    tag_name: `${manifest.id}-${manifest.version_code}`,
    name: `${manifest.name} ${manifest.version}`,
  });
  return async (asset, bytes) => {
    // octokit's own method has GitHub's upload host built in; the release says which one is right.
    const { data } = await client.request({
      method: "POST",
      url: release.upload_url,
      name: asset,
      data: Buffer.from(bytes),
      headers: { "content-type": "application/octet-stream" },
    });
    return (data as { readonly browser_download_url: string }).browser_download_url;
  };
}

/** The store text beside a project: `store/<locale>.json`. */
interface StoreText extends Pick<ListingBody, "name" | "summary" | "description"> {
  /** Of the manifest's screenshots, in order. */
  readonly alt: readonly string[];
}

async function listings(
  project: string,
  manifest: Manifest,
  signer: KeySigner,
  release: Release,
): Promise<readonly ComposedFile[]> {
  const pictures = await Promise.all(
    (manifest.screenshots ?? []).map(async (path) => {
      const bytes = new Uint8Array(await readFile(join(project, path)));
      return {
        url: await release(basename(path), bytes),
        length: bytes.length,
        sha256: toHex(sha256(bytes)) as Sha256,
      };
    }),
  );
  const folder = join(project, "store");
  const locales = (existsSync(folder) ? await readdir(folder) : []).filter((name) => name.endsWith(".json"));
  return Promise.all(
    locales.map(async (file) => {
      const locale = basename(file, ".json");
      const { name, summary, description, alt } = JSON.parse(await readFile(join(folder, file), "utf8")) as StoreText;
      const screenshots = pictures.map((picture, index) => ({ ...picture, alt: alt[index] ?? name }));
      const body = listingBody({
        registry: "mosis",
        app_id: manifest.id,
        locale,
        seq: 1,
        name,
        summary,
        description,
        screenshots,
      });
      return composeFile({ kind: "listing", app: manifest.id, locale }, body, [signer], sha256);
    }),
  );
}

/** The one key in the developer's key store. */
async function ownKey({ user }: LocalDeveloper, home: string): Promise<KeySigner> {
  const folder = join(home, "keys");
  const name = (await readdir(folder)).find((file) => file.endsWith(".pem"));
  if (name === undefined) throw new Error(`${user.login} has no key`);
  return openKeyPem(await readFile(join(folder, name), "utf8"), null);
}

async function open(
  octokit: ReturnType<LocalStore["octokit"]>,
  branch: string,
  title: string,
  files: readonly ComposedFile[],
): Promise<number> {
  const body = "Signed with `mosis`. Review and landing follow by themselves.";
  const texts = files.map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));
  return (await openSubmission(octokit, REGISTRY, { branch, title, body, files: texts })).number;
}
