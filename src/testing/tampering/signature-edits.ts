/** The first signature of a file canonical at rest: what is before it, and the signature. */
export const startsWithSignature = /^(\{"signatures":\[)(\{"keyid":"[0-9a-f]{64}","sig":"[0-9a-f]{128}"\})/;

/** The order of Ed25519's group (RFC 8032 section 5.1). */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Adds the group's order to S of the first signature: the same signature to whoever does not check that S is below it. */
export function withMalleatedSignature(text: string): string {
  return text.replace(/"sig":"([0-9a-f]{64})([0-9a-f]{64})"/, (_, r: string, s: string) => {
    const bytes = Buffer.from(s, "hex").reverse().toString("hex");
    const larger = (BigInt(`0x${bytes}`) + ORDER).toString(16).padStart(64, "0");
    return `"sig":"${r}${Buffer.from(larger, "hex").reverse().toString("hex")}"`;
  });
}
