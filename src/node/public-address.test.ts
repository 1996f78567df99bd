import type { lookup as systemLookup, LookupAddress } from "node:dns";

import { describe, expect, test } from "vitest";

import { isPublicAddress, publicLookup } from "./public-address.ts";

describe("an address", () => {
  test.for(["1.1.1.1", "9.255.255.255", "172.32.0.1", "192.167.1.1", "223.255.255.255", "2606:4700::1111", "2a00::1"])(
    "%s is public",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.for([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:1.1.1.1",
    "64:ff9b::a00:1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2002:a00:1::",
  ])("%s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("a name", () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    "inner.example": ["10.0.0.1", "fd00::1"],
    "both.example": ["127.0.0.1", "2606:4700::1111", "1.1.1.1"],
  };
  const lookup = publicLookup(((host: string, _: unknown, done: (...answer: readonly unknown[]) => void) => {
    const found = names[host];
    if (found === undefined) return done(new Error(`getaddrinfo ENOTFOUND ${host}`));
    return done(
      null,
      found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  }) as typeof systemLookup);
  const ask = (host: string, all: boolean): Promise<string | readonly string[]> =>
    new Promise((done, fail) => {
      lookup(host, { all }, (error, found: string | LookupAddress[]) => {
        if (error !== null) return fail(error);
        return done(typeof found === "string" ? found : found.map(({ address }) => address));
      });
    });

  test("leads to its public addresses only", async () => {
    expect(await ask("both.example", true)).toEqual(["2606:4700::1111", "1.1.1.1"]);
    expect(await ask("both.example", false)).toBe("2606:4700::1111");
  });

  test("leads nowhere without one", async () => {
    await expect(ask("inner.example", true)).rejects.toThrow("inner.example has no public address");
    await expect(ask("gone.example", true)).rejects.toThrow("ENOTFOUND");
  });
});
