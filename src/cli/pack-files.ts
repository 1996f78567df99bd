import type { Terminal } from "./terminal/terminal.ts";
import type { PackageFile } from "../core/package/package-document.ts";
import { writeZip } from "../core/package/zip/zip-writer.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

/** Packs the files of a project, with progress for those who wait. */
export function packFiles(files: readonly PackageFile[], terminal: Terminal): Uint8Array {
  const progress = terminal.progress(`Packing ${files.length} files`);
  let done = 0;
  try {
    return writeZip(files, {
      ...nodePackagePorts,
      deflate(bytes) {
        done += 1;
        progress.step(`Packing file ${done} of ${files.length}`);
        return nodePackagePorts.deflate(bytes);
      },
    });
  } finally {
    progress.stop();
  }
}
