import { type Feed, type FeedAuthor, type FeedEntry, PACKAGE_TYPE } from "./feed.ts";
import type { JsonObject } from "../json/value.ts";

/** The feed in JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeed({ title, description, page, self, author, icon, entries }: Feed): JsonObject {
  return {
    version: "https://jsonfeed.org/version/1.1",
    title,
    description,
    home_page_url: page,
    feed_url: `${self}.json`,
    icon,
    authors: [authorOf(author)],
    items: entries.map(item),
  };
}

function item({ id, title, page, published, author, summary, content, lang, categories, icon, file }: FeedEntry) {
  return {
    id,
    url: page,
    title,
    summary,
    content_text: content,
    image: icon,
    date_published: published,
    authors: [authorOf(author)],
    tags: categories,
    ...(lang !== null && { language: lang }),
    ...(file !== null && {
      attachments: [{ url: file.url, mime_type: PACKAGE_TYPE, size_in_bytes: file.length }],
    }),
  };
}

function authorOf({ name, page }: FeedAuthor) {
  return { name, url: page };
}
