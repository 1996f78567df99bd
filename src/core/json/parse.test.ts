import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalize } from "./canonical.ts";
import { parseJson } from "./parse.ts";
import type { JsonValue } from "./value.ts";
import { limits } from "../limits.ts";
import { canonicalValue } from "../../testing/json-arbitraries.ts";
import { runs } from "../../testing/runs.ts";

const FILE = "a.json";

function read(text: string | Uint8Array): ReturnType<typeof parseJson> {
  return parseJson(typeof text === "string" ? new TextEncoder().encode(text) : text, FILE);
}

/** What was found, as `rule line:column pointer message`. */
function problems(text: string | Uint8Array): readonly string[] {
  const parsed = read(text);
  if (parsed.ok) return [];
  return parsed.findings.map(({ rule, range, pointer, message }) =>
    [rule, range && `${range.line}:${range.column}`, pointer, message].filter((part) => part !== undefined).join(" "),
  );
}

function valueOf(text: string): JsonValue {
  const parsed = read(text);
  if (!parsed.ok) throw new Error(parsed.findings[0]?.message);
  return parsed.document.value;
}

describe("reads", () => {
  test.for([
    ["every kind of value", ' { "a" : [ null , true , false , -1 , "x" ] } \r\n\t'],
    ["escapes", String.raw`"\"\\\/ A\u00e9 🙂"`],
    ["the largest integers", "[9007199254740991,-9007199254740991,0]"],
    ["separators that end lines of JavaScript", '"\u2028\u2029\u007f"'],
    ["keys that are members of every object", '{"__proto__":1,"constructor":2,"":3}'],
    ["32 levels", `${"[".repeat(32)}${"]".repeat(32)}`],
  ] as const)("%s", ([, text]) => {
    expect(valueOf(text)).toEqual(JSON.parse(text));
  });

  test("a key __proto__ without touching the prototype", () => {
    const value = valueOf('{"__proto__":{"polluted":true}}') as Record<string, JsonValue>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value["polluted"]).toBeUndefined();
  });
});

describe("refuses", () => {
  test.for<[string, string | Uint8Array, string[]]>([
    ["nothing", "", ["json/syntax 1:1 Found the end of the document."]],
    ["a byte order mark", "\ufeff{}", ["json/encoding The document begins with a byte order mark."]],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0), ["json/encoding The document is not valid UTF-8."]],
    [
      "a surrogate in UTF-8",
      Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
      ["json/encoding The document is not valid UTF-8."],
    ],
    ["an overlong sequence", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), ["json/encoding The document is not valid UTF-8."]],
    ["33 levels", "[".repeat(33), [`json/depth 1:33 ${"/0".repeat(32)} Nesting exceeds 32 levels.`]],
    ["a second value", "{} {}", ['json/syntax 1:4 Found "{".']],
    ["a comma before the end of an array", "[1,\n ]", ['json/syntax 2:2 Found "]".']],
    ["a comma before the end of an object", '{"a":1,}', ['json/syntax 1:8 Found "}".']],
    ["no comma", '{"a":1\n"b":2}', ['json/syntax 2:1 Found "\\"".']],
    ["a key without quotes", "{a:1}", ['json/syntax 1:2 Found "a".']],
    ["single quotes", "'a'", [`json/syntax 1:1 Found "'".`]],
    ["a comment", "// x\n{}", ['json/syntax 1:1 Found "/".']],
    ["NaN", '{"a": NaN}', ['json/syntax 1:7 Found "N".']],
    ["a word that only begins as a literal", "trueish", ['json/syntax 1:5 Found "i".']],
    ["a leading zero", "[01]", ['json/syntax 1:3 Found "1".']],
    ["a lonely minus", "[-]", ['json/syntax 1:2 Found "-".']],
    ["a plus", "[+1]", ['json/syntax 1:2 Found "+".']],
    ["a string without end", '["abc', ["json/syntax 1:6 Found the end of the document."]],
    ["a raw line feed in a string", '["a\nb"]', [String.raw`json/syntax 1:4 Found "\n".`]],
    ["an unknown escape", String.raw`["a\x41"]`, [String.raw`json/syntax 1:4 Found "\\".`]],
    ["a short escape", String.raw`["\u12"]`, [String.raw`json/syntax 1:3 Found "\\".`]],
    ["a no-break space between tokens", "[1,\u00a02]", ['json/syntax 1:4 Found "\u00a0".']],
    ["a character beyond the basic plane", "[🙂]", ['json/syntax 1:2 Found "🙂".']],
    ["what does not show", "[\u200b]", [String.raw`json/syntax 1:2 Found "\u200b".`]],
    ["a key twice", '{"a":1,\n "a":2}', ['json/duplicate-key 2:2 /a The key "a" occurs twice.']],
    ["a key twice by escape", String.raw`{"a":1,"\u0061":2}`, ['json/duplicate-key 1:8 /a The key "a" occurs twice.']],
    [
      "__proto__ twice",
      '{"__proto__":1,"__proto__":2}',
      ['json/duplicate-key 1:16 /__proto__ The key "__proto__" occurs twice.'],
    ],
    ["a fraction", '{"a":1.0}', ["json/not-canonical 1:6 /a 1.0 is not a plain integer."]],
    ["an exponent", "[1e2]", ["json/not-canonical 1:2 /0 1e2 is not a plain integer."]],
    ["minus zero", "[-0]", ["json/not-canonical 1:2 /0 -0 is not a plain integer."]],
    ["2^53", "9007199254740992", ["json/not-canonical 1:1  9007199254740992 is not a plain integer."]],
    [
      "an escaped line feed",
      String.raw`["a\nb"]`,
      [String.raw`json/not-canonical 1:2 /0 "a\nb" holds a control character`],
    ],
    ["half a surrogate pair", String.raw`["\ud83d"]`, ["json/not-canonical 1:2 /0 the string holds a lone surrogate"]],
    ["a key beyond ASCII", '{"é":1}', ['json/not-canonical 1:2 /é the key "é" is not printable ASCII']],
    [
      "several things, and says all",
      '{"a": 1.5,\n "b": ["\\u0001", 2e1],\n "a": 0}',
      [
        "json/not-canonical 1:7 /a 1.5 is not a plain integer.",
        String.raw`json/not-canonical 2:8 /b/0 "\u0001" holds a control character`,
        "json/not-canonical 2:18 /b/1 2e1 is not a plain integer.",
        'json/duplicate-key 3:2 /a The key "a" occurs twice.',
      ],
    ],
  ])("%s", ([, text, expected]) => {
    expect(problems(text)).toEqual(expected);
  });

  test("one byte above 1 MiB, and reads 1 MiB", () => {
    const document = (bytes: number): string => `"${"x".repeat(bytes - 2)}"`;
    expect(problems(document(1 << 20))).toEqual([]);
    expect(problems(document((1 << 20) + 1))).toEqual([
      "json/too-large The document has 1048577 bytes, more than 1048576.",
    ]);
  });

  test("a document full of trouble after a bounded number of findings", () => {
    const document = `[${"\n1.5,".repeat(200_000)}0]`;
    expect(problems(document)).toHaveLength(limits.json.findings);
    expect(problems(document).at(-1)).toBe("json/not-canonical 101:1 /99 1.5 is not a plain integer.");
  });

  test("the same documents that JSON.parse refuses, whatever was done to them", () => {
    const mutated = fc
      .tuple(canonicalValue, fc.nat(), fc.nat({ max: 3 }), fc.string({ unit: "binary-ascii", maxLength: 3 }))
      .map(([value, at, removed, inserted]) => {
        const text = JSON.stringify(value, null, at % 3);
        const start = at % (text.length + 1);
        return (text.slice(0, start) + inserted + text.slice(start + removed)).toWellFormed();
      });
    fc.assert(
      fc.property(mutated, (text) => {
        // V8 13.6 is no judge of escapes: after it parsed an object with the key `\\`, it reads the key `\"` as that one.
        fc.pre(!text.includes("\\"));
        const parsed = read(text);
        if (parsed.ok) expect(parsed.document.value).toEqual(JSON.parse(text));
        else if (parsed.findings.some(({ rule }) => rule === "json/syntax")) expect(() => JSON.parse(text)).toThrow();
      }),
      { numRuns: runs(2000) },
    );
  });
});

test("reads back every canonical form, and every other layout of the same value", () => {
  fc.assert(
    fc.property(canonicalValue, fc.nat({ max: 4 }), (value, indent) => {
      const parsed = parseJson(canonicalize(value), FILE);
      expect(parsed).toMatchObject({ ok: true });
      if (parsed.ok) expect(parsed.document.value).toEqual(value);
      expect(valueOf(JSON.stringify(value, null, indent))).toEqual(value);
    }),
  );
});

describe("a read document", () => {
  const parsed = read('{\n  "a": [1, {"b/c": "é", "~": 2}],\r\n\t"": {}\n}');

  test.for([
    ["", "1:1"],
    ["/a", "2:8"],
    ["/a/0", "2:9"],
    ["/a/1/b~1c", "2:20"],
    ["/a/1/~0", "2:30"],
    ["/", "3:6"],
    ["/a/7/x", "2:8"],
    ["/nowhere", "1:1"],
  ])("finds the value at %j, or the nearest around it", ([pointer, place]) => {
    if (!parsed.ok) throw new Error("unreadable");
    const { line, column } = parsed.document.locate(pointer ?? "");
    expect(`${line}:${column}`).toBe(place);
  });
});
