import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { type LocalServer, startLocalServer } from "../../node/local-server.ts";

const ROOT = join(import.meta.dirname, "../../..");

/**
 * A registry of npm packages that has this one, packed as it would be published, and sends whoever asks for another to the registry
 * that npm knows. `npm run build` has to be done.
 *
 * @param folder where the packed file may lie
 * @param env of npm
 */
export async function startNpmRegistry(folder: string, env: Readonly<Record<string, string>>): Promise<LocalServer> {
  const npm = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)("npm", args, { cwd: ROOT, env })).stdout.trim();
  const upstream = await npm("config", "get", "registry");
  const [{ name, version, filename }] = JSON.parse(
    await npm("pack", "--json", "--ignore-scripts", "--pack-destination", folder),
  ) as [{ readonly name: string; readonly version: string; readonly filename: string }];
  const [tarball, manifest] = await Promise.all([
    readFile(join(folder, filename)),
    readFile(join(ROOT, "package.json"), "utf8").then((text) => JSON.parse(text) as object),
  ]);
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  return startLocalServer((request, response) => {
    const path = request.url ?? "/";
    if (path === `/${name}`) {
      const dist = { integrity, tarball: `http://${request.headers.host}/${name}/-/${filename}` };
      const document = { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
    } else if (path === `/${name}/-/${filename}`) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(tarball);
    } else {
      response.writeHead(302, { location: new URL(path.slice(1), upstream).href }).end();
    }
  }, 0);
}
