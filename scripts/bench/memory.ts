import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { verdict } from "./measure.ts";
import { peakMib } from "./peak.ts";
import { limits } from "../../src/core/limits.ts";
import { ephemeralSigner } from "../../src/node/key-file.ts";
import { aPackage, type PackageChoice } from "../../src/testing/package-kit.ts";
import { aStore } from "../../src/testing/store-kit.ts";
import { serveStatic } from "../../src/testing/static-server.ts";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");
const MIB = 1 << 20;
/** Acceptance of the package's issue: what verifying a package of the largest size may add to a bare node process. */
const VERIFY_FLOOR_MIB = 96;
/** An installation may add so many times the largest file. */
const INSTALL_FLOOR = 3;
const LARGEST_FILE_MIB = 24;

/** Peak memory of the command line beside that of `node -e 0`, for packages of the largest size. */
export async function benchMemory(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "mosis-bench-"));
  try {
    const bare = await peakMib(["-e", "0"], folder);
    return [
      `memory: a bare node process ${bare.toFixed(0)} MiB`,
      ...(await benchVerify(folder, bare)),
      ...(await benchInstall(folder, bare)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchVerify(folder: string, bare: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const fileMib of [1, LARGEST_FILE_MIB]) {
    const { archive } = aPackage(choice(fileMib, limits.package.packedBytes), [ephemeralSigner()]);
    const path = join(folder, `${fileMib}.mosis`);
    await writeFile(path, archive);
    const added = (await peakMib([MAIN, "verify", path], folder)) - bare;
    lines.push(
      `  mosis verify of ${(archive.length / MIB).toFixed(0)} MiB in files of ${fileMib} MiB: ${added.toFixed(0)} MiB more ` +
        `(floor ${VERIFY_FLOOR_MIB}: ${verdict(added <= VERIFY_FLOOR_MIB)})`,
    );
  }
  return lines;
}

async function benchInstall(folder: string, bare: number): Promise<readonly string[]> {
  const store = aStore().withApp(choice(LARGEST_FILE_MIB, limits.package.packedBytes));
  store.trust.now = new Date();
  store.publish();
  const server = await serveStatic((path) => store.files.get(path) ?? null);
  try {
    const root = join(folder, "1.root.json");
    await writeFile(root, store.firstRoot);
    const request = ["com.example.notes", "--store", server.url, "--root-file", root];
    const install = (run: number): readonly string[] =>
      [MAIN, "device", "install"].concat(request, "--root", join(folder, `device-${run}`));
    const added = (await peakMib(install, folder)) - bare;
    const own = (await peakMib([MAIN, "device", "list", "--root", join(folder, "device-0")], folder)) - bare;
    const floor = INSTALL_FLOOR * LARGEST_FILE_MIB;
    return [
      `  mosis device install of it: ${added.toFixed(0)} MiB more ` +
        `(floor ${INSTALL_FLOOR} x ${LARGEST_FILE_MIB} MiB: ${verdict(added <= floor)}); mosis device list ${own.toFixed(0)} MiB more`,
    ];
  } finally {
    await server.close();
  }
}

/** An app of noise, which does not compress, up to a packed size. */
function choice(fileMib: number, packedBytes: number): PackageChoice {
  const count = Math.floor((packedBytes - MIB / 2) / (fileMib * MIB));
  const files = Array.from({ length: count }, (_, index): readonly [string, Uint8Array] => [
    `assets/noise-${index}.bin`,
    new Uint8Array(randomBytes(fileMib * MIB)),
  ]);
  return { files: Object.fromEntries(files) };
}
