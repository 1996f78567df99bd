import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

import type { Passwords } from "../ports.ts";

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Of one hash: 32 MiB, and as much work as OWASP's password storage cheat sheet asks for with that memory. */
const COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
const BYTES = 32;
const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

/** scrypt (RFC 7914) by Node, off the main thread. A hash is `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export function scryptPasswords(cost: Cost = COST): Passwords {
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const key = await derived(password, salt, cost);
      return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
    },
    async verify(hash, password) {
      const [name, N, r, p, salt, key] = hash.split("$");
      if (name !== "scrypt" || salt === undefined || key === undefined) return false;
      const itsCost = { N: Number(N), r: Number(r), p: Number(p) };
      const actual = await derived(password, Buffer.from(salt, "base64url"), itsCost);
      const expected = Buffer.from(key, "base64url");
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}

/** The same text typed on another keyboard gives the same key (NFKC, as NIST SP 800-63B has it). */
function derived(password: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> {
  return derive(password.normalize("NFKC"), salt, BYTES, { N, r, p, maxmem: 2 * 128 * N * r });
}
