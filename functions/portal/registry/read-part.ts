import type { Forge } from "../forge/forge-port.ts";
import type { Sha256Function } from "../../../src/core/crypto.ts";
import type { AppId, DeveloperId } from "../../../src/core/ids/ids.ts";
import type { RegistryFiles } from "../../../src/core/registry/model.ts";
import { appFolder } from "../../../src/core/registry/paths.ts";

/** What a question is about. */
export interface PartSubjects {
  readonly apps: readonly AppId[];
  readonly developers: readonly DeveloperId[];
}

/** Of many versions and events of an app, the newest ones that are read: what is new is judged by those before it. */
const NEWEST = 30;
const CONFIGURATION = ["registry.json", "categories.json", "reserved.json"];

/**
 * The files of the registry's main branch that matter to some apps and developers: configuration, developers with their rotations, apps
 * with their pages, and their newest versions and events. Owners of the apps are read, too.
 */
export async function readPart(forge: Forge, subjects: PartSubjects, sha256: Sha256Function): Promise<RegistryFiles> {
  const files = new Map<string, Uint8Array>();
  const read = async (path: string): Promise<Uint8Array | null> => {
    const bytes = await forge.read(path);
    if (bytes !== null) files.set(path, bytes);
    return bytes;
  };
  const readApp = async (app: AppId): Promise<DeveloperId | null> => {
    const folder = appFolder(app, sha256);
    const [own] = await Promise.all([read(`${folder}/app.json`), read(`tombstones/${app}.json`)]);
    if (own === null) return null;
    const parts = ["listing", "versions", "events"].map(async (part) => {
      const names = await forge.list(`${folder}/${part}`);
      await Promise.all(newest(names, part === "listing").map((name) => read(`${folder}/${part}/${name}`)));
    });
    await Promise.all(parts);
    return ownerOf(own);
  };
  const owners = await Promise.all([
    ...subjects.apps.map(readApp),
    ...CONFIGURATION.map((path) => read(path).then(() => null)),
  ]);
  const developers = new Set([...subjects.developers, ...owners.filter((owner) => owner !== null)]);
  await Promise.all(
    [...developers].map(async (developer) => {
      if ((await read(`developers/${developer}.json`)) === null) return;
      const folder = `developers/${developer}/rotations`;
      await Promise.all((await forge.list(folder)).map((name) => read(`${folder}/${name}`)));
    }),
  );
  return files;
}

function newest(names: readonly string[], all: boolean): readonly string[] {
  if (all) return names;
  return names.toSorted((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10)).slice(0, NEWEST);
}

function ownerOf(bytes: Uint8Array): DeveloperId | null {
  try {
    const { signed } = JSON.parse(new TextDecoder().decode(bytes)) as {
      readonly signed?: { readonly owner?: DeveloperId };
    };
    return signed?.owner ?? null;
  } catch {
    return null;
  }
}
