import type { RuleId } from "../../core/findings/catalogue.ts";
import { type ForgedEntry, type ForgedZip, forgeZip } from "./zip-forge.ts";

/** An archive outside the strict profile, and every rule it breaks, sorted. */
export interface HostileZip {
  readonly name: string;
  readonly rules: readonly RuleId[];
  /** Made on demand: some are large. */
  readonly make: () => Uint8Array;
}

export const MANIFEST: ForgedEntry = { path: "manifest.json", data: '{"id":"com.example.notes"}' };
export const SCRIPT: ForgedEntry = { path: "lua/main.lua", data: "print('hello')\n".repeat(20) };
export const SIGNATURE: ForgedEntry = { path: "signature.sig", data: "{}", method: 0 };
export const MIB = 1 << 20;

/** The valid archive of which most hostile ones are variants. */
export const validZip: ForgedZip = { entries: [MANIFEST, SCRIPT, SIGNATURE] };

/** @param rules separated by spaces */
export function bytes(name: string, rules: string, make: () => Uint8Array): HostileZip {
  return { name, rules: rules.split(" ").sort() as RuleId[], make };
}

export function zip(name: string, rules: string, spec: ForgedZip, alsoRule?: string): HostileZip {
  return bytes(name, alsoRule === undefined ? rules : `${rules} ${alsoRule}`, () => forgeZip(spec));
}

/** The valid archive with its middle entry changed. */
export function entry(name: string, rules: string, change: Partial<ForgedEntry>): HostileZip {
  return zip(name, rules, { entries: [MANIFEST, { ...SCRIPT, ...change }, SIGNATURE] });
}
