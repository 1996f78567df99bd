import { DeviceError } from "../device-error.ts";
import type { Disk } from "./disk.ts";

/** A disk whose failures for lack of space, or of the part of it that the user may take, are a DeviceError `no-space`. */
export function spaciousDisk(disk: Disk): Disk {
  return {
    ...disk,
    write: (path, bytes) => disk.write(path, bytes).catch(asNoSpace),
    create: (path, bytes) => disk.create(path, bytes).catch(asNoSpace),
    append: (path, bytes) => disk.append(path, bytes).catch(asNoSpace),
    makeFolder: (path) => disk.makeFolder(path).catch(asNoSpace),
    rename: (from, to) => disk.rename(from, to).catch(asNoSpace),
  };
}

function asNoSpace(error: unknown): never {
  if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) {
    throw new DeviceError("no-space", "The device's disk is full.", { cause: error });
  }
  throw error;
}
