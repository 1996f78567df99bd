/**
 * What is left out of a word: what nobody sees (format characters, which zero-width spaces and bidirectional controls are), accents of
 * Latin, Greek and Cyrillic letters, vowel points of Hebrew and Arabic, and the bar that makes Arabic words longer.
 */
const LEFT_OUT =
  /[\p{Cf}\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]|[\u{fe00}-\u{fe0f}]/gu;
/** Letters that people write in place of each other. */
const OTHERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  ŧ: "t",
  þ: "th",
  ς: "σ",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ة: "ه",
  ک: "ك",
};
const REPLACED = new RegExp(`[${Object.keys(OTHERS).join("")}]|[٠-٩۰-۹]`, "gu");
const ASCII = /^[\0-\x7f]*$/;
/** The low bits of the ten digits of both Arabic rows are those of the digit. */
const DIGIT_BITS = 15;

/**
 * A text as search compares it: compatibility forms, case and accents folded, spellings of Arabic letters made one, digits ASCII. What
 * it gives it leaves as it is.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(LEFT_OUT, "")
    .replace(REPLACED, (letter) => OTHERS[letter] ?? String(letter.charCodeAt(0) & DIGIT_BITS))
    .normalize("NFC");
}
