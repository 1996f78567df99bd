/** Letters of other scripts, and digits, that look like a Latin one (a selection of Unicode's confusables, UTS #39). */
const LOOKS_LIKE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: "аαɑ",
    b: "ьβƅ",
    c: "сϲ",
    d: "ԁ",
    e: "еєεё",
    g: "ɡ",
    h: "һ",
    j: "ј",
    k: "кκ",
    l: "1iі|ıιӏ",
    m: "м",
    n: "п",
    o: "0оοօ",
    p: "рρ",
    q: "ԛ",
    r: "г",
    s: "5ѕ",
    t: "тτ",
    u: "υս",
    v: "ѵν",
    w: "ѡω",
    x: "хχ",
    y: "уγ",
    z: "ᴢ",
  }).flatMap(([latin, others]) => others.split("").map((other) => [other, latin] as const)),
);
const PAIRS = /rn|vv/g;

/**
 * What a name looks like: lower case, without accents, spaces and signs, and with one letter for all that are easily taken for each
 * other: `0` and `o`, `1`, `i` and `l`, `rn` and `m`, `vv` and `w`, Cyrillic and Latin. Names with one skeleton look the same.
 */
export function skeleton(text: string): string {
  const letters = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}|]/gu, "");
  const plain = Array.from(letters, (letter) => LOOKS_LIKE[letter] ?? letter).join("");
  return plain.replace(PAIRS, (pair) => (pair === "rn" ? "m" : "w"));
}
