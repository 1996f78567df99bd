import type { Vector, VectorBytes } from "./vectors.ts";

export type CanonicalVector = Vector<
  VectorBytes,
  { readonly canonical: string } | { readonly rules: readonly string[] }
>;

/** Documents that have a canonical form, with its text, and documents that are refused, with every rule they break. */
export function canonicalVectors(): readonly CanonicalVector[] {
  return [...accepted(), ...refused()];
}

function accepted(): readonly CanonicalVector[] {
  const deep = "[".repeat(32) + "]".repeat(32);
  const cases: readonly (readonly [name: string, why: string, text: string, canonical: string])[] = [
    ["an empty object", "The smallest document.", "{}", "{}"],
    [
      "white space",
      "Space, tab, line feed and return may stand between tokens; none is canonical.",
      ' {\t"a" :\n[ 1 ,\r2 ] } ',
      '{"a":[1,2]}',
    ],
    [
      "keys out of order",
      "Keys are sorted by their characters.",
      '{"b":1,"a":2,"B":3,"":4}',
      '{"":4,"B":3,"a":2,"b":1}',
    ],
    [
      "keys of digits",
      "They are text too, whatever a language does with them.",
      '{"10":1,"9":2,"01":3}',
      '{"01":3,"10":1,"9":2}',
    ],
    [
      "a key with a quote",
      "Escaped in the canonical form; sorted by the character it is.",
      String.raw`{"\"":1,"!":2}`,
      String.raw`{"!":2,"\"":1}`,
    ],
    ["a key with a backslash", "As above.", String.raw`{"\\":1}`, String.raw`{"\\":1}`],
    ["a key spelled with an escape", "The key is what the escape means.", String.raw`{"\u0061":1}`, '{"a":1}'],
    ["the key __proto__", "Some languages set a prototype instead.", '{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
    ["the key constructor", "As above.", '{"constructor":null}', '{"constructor":null}'],
    ["an array", "Its order stays.", "[3,1,2]", "[3,1,2]"],
    ["literals", "All three.", "[true,false,null]", "[true,false,null]"],
    ["a string", "A document need not be an object.", '"a"', '"a"'],
    ["zero", "The only integer that begins with 0.", "0", "0"],
    ["the largest integer", "2^53 - 1.", "9007199254740991", "9007199254740991"],
    ["the smallest integer", "-(2^53 - 1).", "-9007199254740991", "-9007199254740991"],
    ["an escaped slash", "A slash needs no escape and has none.", String.raw`"\/"`, '"/"'],
    ["an escaped letter", "Escapes that are not needed are resolved.", String.raw`"\u0041"`, '"A"'],
    ["quote and backslash", "The only two characters that are escaped.", String.raw`"\"\\"`, String.raw`"\"\\"`],
    ["an escaped quote in hex", "The short escape is canonical.", String.raw`"\u0022\u005c"`, String.raw`"\"\\"`],
    ["line separators", "U+2028 and U+2029 stand as they are.", String.raw`"\u2028\u2029"`, '"\u2028\u2029"'],
    ["delete", "U+007F is no control character of JSON.", String.raw`"\u007f\u0080"`, '"\u007f\u0080"'],
    ["two spellings of é", "Nothing is normalised.", String.raw`"e\u0301\u00e9"`, '"e\u0301\u00e9"'],
    ["a surrogate pair", "One character, four bytes of UTF-8.", String.raw`"\ud83d\ude42"`, '"🙂"'],
    ["the last code point", "U+10FFFF.", String.raw`"\udbff\udfff"`, '"\u{10ffff}"'],
    ["a non-character", "U+FFFF is well-formed.", String.raw`"\uffff"`, '"\uffff"'],
    ["a byte order mark inside a string", "It marks nothing there.", String.raw`"\ufeff"`, '"\ufeff"'],
    ["32 levels", "As deep as it goes.", deep, deep],
  ];
  return cases.map(([name, why, text, canonical]) => ({ name, why, input: { text }, expected: { canonical } }));
}

function refused(): readonly CanonicalVector[] {
  const deep = "[".repeat(33) + "]".repeat(33);
  const cases: readonly (readonly [name: string, why: string, input: string | Uint8Array, rule: string])[] = [
    ["nothing", "A document holds one value.", "", "syntax"],
    ["two values", "And not two.", "{} {}", "syntax"],
    ["a trailing comma", "RFC 8259 has none.", "[1,]", "syntax"],
    ["a trailing comma in an object", "RFC 8259 has none.", '{"a":1,}', "syntax"],
    ["a comment", "RFC 8259 has none.", "{} // ok", "syntax"],
    ["single quotes", "Strings stand in double quotes.", "['a']", "syntax"],
    ["a bare key", "Keys are strings.", "{a:1}", "syntax"],
    ["an unclosed array", "Cut off.", "[1", "syntax"],
    ["an unclosed string", "Cut off.", '"a', "syntax"],
    ["a raw line feed in a string", "Control characters are never raw.", '"a\nb"', "syntax"],
    ["a raw tab in a string", "As above.", '"a\tb"', "syntax"],
    ["an unknown escape", "RFC 8259 section 7.", String.raw`"\x41"`, "syntax"],
    ["a short escape", "Four hex digits.", String.raw`"\u041"`, "syntax"],
    ["a leading zero", "One number, one spelling.", "01", "syntax"],
    ["a plus sign", "One number, one spelling.", "+1", "syntax"],
    ["a hexadecimal number", "Decimal only.", "0x10", "syntax"],
    ["NaN", "No number of JSON.", "NaN", "syntax"],
    ["a capital literal", "Literals are lower case.", "True", "syntax"],
    ["a no-break space between tokens", "Only four characters are white space.", "[1,\u00a02]", "syntax"],
    ["a duplicate key", "Readers differ about which wins.", '{"a":1,"a":2}', "duplicate-key"],
    ["a duplicate key by an escape", "The same key, spelled twice.", String.raw`{"a":1,"\u0061":2}`, "duplicate-key"],
    ["a duplicate key with equal values", "Still twice.", '{"a":1,"a":1}', "duplicate-key"],
    ["a duplicate __proto__", "As above.", '{"__proto__":1,"__proto__":2}', "duplicate-key"],
    ["a fraction", "Numbers are integers.", "0.5", "not-canonical"],
    ["a whole number with a point", "1.0 is another spelling of 1.", "1.0", "not-canonical"],
    ["an exponent", "1e3 is another spelling of 1000.", "1e3", "not-canonical"],
    ["negative zero", "Parsers differ about its sign.", "-0", "not-canonical"],
    ["2^53", "Doubles can't tell it from 2^53 + 1.", "9007199254740992", "not-canonical"],
    ["-2^53", "As above.", "-9007199254740992", "not-canonical"],
    ["a huge integer", "Beyond every machine type.", "1".repeat(400), "not-canonical"],
    [
      "an escaped line feed",
      "OLPC and RFC 8785 write it differently: use an array of lines.",
      String.raw`"a\nb"`,
      "not-canonical",
    ],
    ["an escaped NUL", "As above.", String.raw`"\u0000"`, "not-canonical"],
    ["an escaped U+001F", "The last control character.", String.raw`"\u001f"`, "not-canonical"],
    ["a lone high surrogate", "No UTF-8 for it.", String.raw`"\ud83d"`, "not-canonical"],
    ["a lone low surrogate", "No UTF-8 for it.", String.raw`"\ude42"`, "not-canonical"],
    ["surrogates in the wrong order", "Two lone ones.", String.raw`"\ude42\ud83d"`, "not-canonical"],
    ["a key beyond ASCII", "UTF-16 and UTF-8 sort them differently.", '{"ä":1}', "not-canonical"],
    ["a key with a line feed", "Keys are printable.", String.raw`{"\n":1}`, "not-canonical"],
    ["delete in a key", "Keys are printable.", String.raw`{"\u007f":1}`, "not-canonical"],
    ["33 levels", "One deeper than the limit.", deep, "depth"],
    ["a byte order mark", "Bytes that mean nothing.", "\ufeff{}", "encoding"],
    ["UTF-16", "UTF-8 only.", Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0), "encoding"],
    ["a byte that is no UTF-8", "Readers replace it, each in its way.", Uint8Array.of(0x22, 0xff, 0x22), "encoding"],
    ["an overlong slash", "Two bytes for a character of one.", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), "encoding"],
    ["a surrogate in UTF-8", "CESU-8 is not UTF-8.", Uint8Array.of(0x22, 0xed, 0xa0, 0xbd, 0x22), "encoding"],
    ["half a character", "Cut off in the middle.", Uint8Array.of(0x22, 0xf0, 0x9f, 0x99), "encoding"],
    ["a code point beyond Unicode", "Above U+10FFFF.", Uint8Array.of(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22), "encoding"],
  ];
  return cases.map(([name, why, input, rule]) => ({
    name,
    why,
    input: typeof input === "string" ? { text: input } : { hex: Buffer.from(input).toString("hex") },
    expected: { rules: [`json/${rule}`] },
  }));
}
