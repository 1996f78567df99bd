import { createHmac } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { toHex } from "./bytes.ts";
import { hmacSha256 } from "./hmac.ts";
import { nodeCrypto } from "../node/crypto.ts";

test("agrees with case 2 of RFC 4231", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  expect(toHex(hmacSha256(utf8("Jefe"), utf8("what do ya want for nothing?"), nodeCrypto.sha256))).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("gives what node:crypto gives, for keys of every length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
      const expected = createHmac("sha256", key).update(message).digest("hex");
      expect(toHex(hmacSha256(key, message, nodeCrypto.sha256))).toBe(expected);
    }),
  );
});
