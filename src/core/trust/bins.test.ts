import { describe, expect, test } from "vitest";

import { binName, binNames, isBinName } from "./bins.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { toHex } from "../bytes.ts";

const { sha256 } = nodeCrypto;
const roles = (bitLength: number) => ({ bitLength, namePrefix: "bin" });

describe("hash bins", () => {
  test("carry the first bits of the path's hash as hex digits", () => {
    const path = "apps/com.example.notes.json";
    const digest = BigInt(`0x${toHex(sha256(new TextEncoder().encode(path)))}`);
    for (let bitLength = 1; bitLength <= 14; bitLength += 1) {
      const bits = digest.toString(2).padStart(256, "0").slice(0, bitLength);
      const digits = (2 ** bitLength - 1).toString(16).length;
      const expected = `bin-${Number.parseInt(bits, 2).toString(16).padStart(digits, "0")}`;
      expect(binName(path, roles(bitLength), sha256)).toBe(expected);
    }
  });

  test("are numbered with as many digits as the last one needs", () => {
    expect(binNames(roles(1))).toEqual(["bin-0", "bin-1"]);
    expect(binNames(roles(4)).at(-1)).toBe("bin-f");
    expect(binNames(roles(5)).slice(-2)).toEqual(["bin-1e", "bin-1f"]);
    expect(binNames(roles(8))).toHaveLength(256);
    expect(binNames(roles(10))[3]).toBe("bin-003");
  });

  test("are told from all other names", () => {
    for (const name of binNames(roles(5))) expect(isBinName(name, roles(5))).toBe(true);
    for (const name of [
      "bin-20",
      "bin-1",
      "bin-001",
      "bin-1F",
      "bin-",
      "bin",
      "bon-01",
      "targets",
      "bin-0x",
      "bin-1 ",
    ]) {
      expect(isBinName(name, roles(5))).toBe(false);
    }
  });
});
