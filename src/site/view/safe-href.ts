/** An address that strangers wrote, normalised; null unless it is https and says plainly where it leads. */
export function safeHref(address: string): string | null {
  if (!address.startsWith("https://") || !URL.canParse(address)) return null;
  const { href, username, password } = new URL(address);
  // "https://bank.example@evil.example" is only there to deceive.
  return username === "" && password === "" ? href : null;
}
