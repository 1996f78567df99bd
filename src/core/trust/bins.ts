import type { SuccinctRoles } from "./metadata.ts";
import type { Sha256Function } from "../crypto.ts";

/** The name of the bin that is in charge of a target: the first `bitLength` bits of the path's SHA-256 (TAP 15). */
export function binName(targetPath: string, roles: SuccinctRoles, sha256: Sha256Function): string {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(targetPath));
  const firstBits = ((a << 24) | (b << 16) | (c << 8) | d) >>> (32 - roles.bitLength);
  return nameAt(firstBits, roles);
}

/** The names of all bins in order. */
export function binNames(roles: SuccinctRoles): readonly string[] {
  return Array.from({ length: 2 ** roles.bitLength }, (_, index) => nameAt(index, roles));
}

/** True for the name of one of these bins. */
export function isBinName(name: string, roles: SuccinctRoles): boolean {
  const index = Number.parseInt(name.slice(roles.namePrefix.length + 1), 16);
  return index < 2 ** roles.bitLength && nameAt(index, roles) === name;
}

function nameAt(index: number, { bitLength, namePrefix }: SuccinctRoles): string {
  // As many digits as the last bin's number has.
  const digits = Math.ceil(bitLength / 4);
  return `${namePrefix}-${index.toString(16).padStart(digits, "0")}`;
}
