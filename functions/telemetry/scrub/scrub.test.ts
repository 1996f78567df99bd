import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { scrubText } from "./scrub.ts";
import { runs } from "../../../src/testing/runs.ts";

describe("takes out", () => {
  test.for<[string, string]>([
    ["no user ada@example.com here", "no user <email> here"],
    ["mail to:Zoë.O'Neil+x@post.bücher.example.", "mail to:<email>."],
    ["!a{b}/c@example.com", "<email>"],
    ["GET https://ada:pw@example.com/a?b=c#d failed", "GET <url> failed"],
    ['open "wss://chat.example.net/room/ada"', 'open "<url>"'],
    ["see www.example.com/ada", "see <url>"],
    ["file:///home/ada/x.lua:3: bad", "<url> bad"],
    ["/home/ada/notes.lua:12: bad", "<path>:12: bad"],
    ["/home/Ada Lovelace/my notes.lua:12: bad", "<path>:12: bad"],
    ["cannot open '/Users/ada/Library/x'", "cannot open '<path>'"],
    [String.raw`cannot open C:\Users\Ada Lovelace\x.txt: no`, "cannot open <path>: no"],
    ["cannot open C:/Users/ada/x.txt", "cannot open <path>"],
    [String.raw`cannot open \\nas\ada\x.txt`, "cannot open <path>"],
    ["cannot open ~/x/y.txt", "cannot open <path>"],
    ["no such folder: ~ada/z: no", "no such folder: <path>: no"],
    ["cannot open ../../etc/passwd", "cannot open <path>"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "jwt <token>"],
    ["Authorization: Bearer abc.def-ghi", "Authorization: <token> <token>"],
    ["password=hunter2 rest", "password=<token> rest"],
    ['{"api_key": "k-1", "user_token":"t 2"}', '{"api_key": <token>, "user_token":<token>}'],
    ["hash d41d8cd98f00b204e9800998ecf8427e", "hash <token>"],
    ["blob QWxhZGRpbjpvcGVuIHNlc2FtZTEyMzQ1Njc4OTAxMjM0NTY3ODk=", "blob <token>"],
    ["id 123E4567-e89b-12d3-a456-426614174000", "id <uuid>"],
    ["connect 192.168.1.20:8080 refused", "connect <ip>:8080 refused"],
    ["connect 2001:db8:0:0:0:0:2:1 refused", "connect <ip> refused"],
    ["connect [2001:db8::1]:80 and ::1 refused", "connect [<ip>]:80 and <ip> refused"],
    ["device aa:bb:cc:dd:ee:ff", "device <mac>"],
  ])("%s", ([text, expected]) => {
    expect(scrubText(text)).toBe(expected);
  });
});

test.for([
  "scripts/screens/history.lua:12: attempt to index a nil value (field 'items')",
  "stack traceback:\n\t[C]: in function 'error'\n\tscripts/main.lua:40: in upvalue 'draw'\n\t(...tail calls...)",
  "[string \"main\"]:3: bad argument #1 to 'format' (number expected, got nil)",
  "scripts/a_very_long_folder_name_of_an_app/components/list_item_with_a_long_name.lua:7: in method 'update'",
  "version 1.4.0 at 12:30:45, 3/4 done, n/a, a / b, 10:20",
  "table: 0x55d0c8a3f2b0",
  "goto ::continue::",
])("leaves alone: %s", (text) => {
  expect(scrubText(text)).toBe(text);
});

const secret = fc.oneof(
  fc.emailAddress(),
  fc.webUrl({ withQueryParameters: true }),
  fc.uuid(),
  fc.ipV4(),
  fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString("hex")),
  fc.uint8Array({ minLength: 48, maxLength: 96 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  fc.constantFrom(
    "/home/Ada Lovelace/a.txt",
    "C:\\Users\\Ada\\b.txt",
    "~/Ada",
    "../Ada/c",
    "password=Ada99",
    '"token": "Ada Ada"',
  ),
);
const around = fc.constantFrom("", "scripts/main.lua:12: ", "cannot open ", "\n\t", "(", "'", '"', "x = ", ", ", "é ");

test("takes out whatever is planted between other things", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(around, secret), { minLength: 1, maxLength: 5 }), (parts) => {
      const clean = scrubText(parts.map(([before, planted]) => `${before} ${planted} `).join("\n"));
      for (const [, planted] of parts) expect(clean).not.toContain(planted);
      expect(clean).not.toContain("Ada");
    }),
    { numRuns: runs(300) },
  );
});

test("takes a time that grows with the length, whatever is repeated", () => {
  const pieces = ["/", "/a ", "a@", "a.", "::", "f:", "\\", "../a ", "key", "http:", "1.", `${"a".repeat(63)} `];
  const work = (length: number): number => {
    const texts = pieces.map((piece) => piece.repeat(length / piece.length));
    const before = process.cpuUsage();
    texts.forEach(scrubText);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  work(5000);
  // What is quadratic takes 25 times as long for five times the length.
  expect(work(100_000)).toBeLessThan(12 * work(20_000));
});
