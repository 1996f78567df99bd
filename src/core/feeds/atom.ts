import { type Feed, type FeedAuthor, type FeedEntry, feedTypes, PACKAGE_TYPE } from "./feed.ts";
import { escapeXml } from "../text/escape-xml.ts";

/** The feed in Atom (RFC 4287). Texts are `type="text"`: no reader finds markup in them. */
export function atomFeed({ id, title, description, page, self, updated, author, icon, entries }: Feed): string {
  return lines([
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element("id", id),
    element("title", title),
    element("subtitle", description),
    element("updated", updated),
    link({ rel: "self", type: feedTypes.atom, href: `${self}.atom` }),
    link({ rel: "alternate", type: "text/html", href: page }),
    person(author),
    element("icon", icon),
    ...entries.map(entry),
    "</feed>",
  ]);
}

function entry({ id, title, page, published, author, summary, content, lang, categories, file }: FeedEntry): string {
  return lines([
    "<entry>",
    element("id", id),
    element("title", title),
    element("published", published),
    element("updated", published),
    link({ rel: "alternate", type: "text/html", href: page }),
    ...(file === null
      ? []
      : [link({ rel: "enclosure", type: PACKAGE_TYPE, length: String(file.length), href: file.url })]),
    person(author),
    ...categories.map((term) => `<category${attributes({ term })}/>`),
    element("summary", summary),
    element("content", content, lang === null ? {} : { "xml:lang": lang }),
    "</entry>",
  ]);
}

function person({ name, page }: FeedAuthor): string {
  return `<author>${element("name", name)}${element("uri", page)}</author>`;
}

function link(given: Readonly<Record<string, string>>): string {
  return `<link${attributes(given)}/>`;
}

function element(name: string, text: string, given: Readonly<Record<string, string>> = {}): string {
  return `<${name}${attributes(given)}>${escapeXml(text)}</${name}>`;
}

function attributes(given: Readonly<Record<string, string>>): string {
  return Object.entries(given)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
}

function lines(parts: readonly string[]): string {
  return parts.join("\n");
}
