import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "./backend.ts";
import type { AssetRecord } from "./records.ts";

export async function keepAsset(backend: Backend, asset: AssetRecord, bytes: Uint8Array): Promise<void> {
  await mkdir(backend.assetsDir, { recursive: true });
  await writeFile(fileOf(backend, asset), bytes);
  backend.store.state.assets.push(asset);
}

export async function readAssetBytes(backend: Backend, asset: AssetRecord): Promise<Uint8Array> {
  return readFile(fileOf(backend, asset));
}

export async function dropAsset(backend: Backend, asset: AssetRecord): Promise<void> {
  const { assets } = backend.store.state;
  assets.splice(assets.indexOf(asset), 1);
  await rm(fileOf(backend, asset), { force: true });
}

const fileOf = ({ assetsDir }: Backend, { id }: AssetRecord): string => join(assetsDir, String(id));
