/** Crockford's base 32. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a ULID looks like, for schemas. */
export const ulidPattern = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";

/**
 * A ULID: 48 bits of time, then 80 random ones, as 26 digits that sort by time.
 *
 * @param random 10 random bytes
 */
export function ulid(epochMs: number, random: Uint8Array): string {
  let time = "";
  for (let rest = epochMs, digits = 0; digits < 10; digits += 1, rest = Math.floor(rest / 32)) {
    time = DIGITS.charAt(rest % 32) + time;
  }
  return time + base32(random);
}

function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS.charAt((held >> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return text;
}
