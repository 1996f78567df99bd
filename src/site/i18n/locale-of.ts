/** A language with the country where most of its speakers are, as https://ogp.me wants it: `en_US`. */
export function localeOf(lang: string): string {
  const { language, region } = new Intl.Locale(lang).maximize();
  return region === undefined ? language : `${language}_${region}`;
}
