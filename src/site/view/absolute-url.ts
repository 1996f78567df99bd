/**
 * The address of what lies at a path of a site, as other sites and programs need it.
 *
 * @param path from the root of the site, with nothing in it that an address would have to escape
 */
export function absoluteUrl(path: string, { origin }: URL): string {
  return `${origin}${path}`;
}
