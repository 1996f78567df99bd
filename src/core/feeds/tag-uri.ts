/** A year at whose start whoever runs a store had its domain. It is part of every id, so it never changes. */
const MINTED = "2026";

/**
 * An id for a thing of a store that no other thing has, for ever: a `tag:` URI (RFC 4151) of the store's domain.
 *
 * @param specific what it is, as in `version/com.example.notes/3`
 */
export function tagUri({ name, url }: { readonly name: string; readonly url: string }, specific: string): string {
  return `tag:${new URL(url).hostname},${MINTED}:${name}/${specific}`;
}
