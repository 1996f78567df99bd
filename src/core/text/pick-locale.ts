/**
 * The locale to show of those there are: the first that is wanted, or a region of it; else the first by name. Null where there is none.
 *
 * @param wanted by preference
 */
export function pickLocale(locales: readonly string[], wanted: readonly string[]): string | null {
  const sorted = locales.toSorted();
  const exact = wanted.find((locale) => sorted.includes(locale));
  const near = wanted.flatMap((locale) => sorted.filter((each) => each.startsWith(`${locale}-`)))[0];
  return exact ?? near ?? sorted[0] ?? null;
}
