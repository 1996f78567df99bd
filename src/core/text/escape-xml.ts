const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#13;",
};

/** What no XML 1.0 document may hold, in whatever form (production 2, `Char`); half of a surrogate pair among it. */
// oxlint-disable-next-line no-control-regex -- they are what it is about
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Without it, a text is XML already: most addresses and times are. */
const SPECIAL = /[^ -~]|[&<>"']/;

/** Text as XML 1.0 that says exactly it, in an element or in a quoted attribute. What XML cannot say becomes U+FFFD. */
export function escapeXml(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(FORBIDDEN, "\uFFFD").replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? character);
}
