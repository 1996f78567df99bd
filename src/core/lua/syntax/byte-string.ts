const NOT_ASCII = /[\u0080-\uffff]/;

/** The UTF-8 bytes of a text, one UTF-16 unit each; a lone surrogate is U+FFFD, as every encoder has it. */
export function bytesOfText(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const pieces: string[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    pieces.push(bytesOfPoint(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point));
  }
  return pieces.join("");
}

/** UTF-8 of a code of up to 31 bits, in up to six bytes, surrogates as well: what Lua's `\u{…}` means (reference manual, 3.1). */
export function bytesOfPoint(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  const bytes: number[] = [];
  let rest = point;
  let firstRoom = 0x3f;
  do {
    bytes.unshift(0x80 | (rest & 0x3f));
    rest >>>= 6;
    firstRoom >>>= 1;
  } while (rest > firstRoom);
  bytes.unshift(((~firstRoom << 1) & 0xff) | rest);
  return String.fromCharCode(...bytes);
}
