import { feedTypes } from "../../core/feeds/feed.ts";

/** A feed of what a page shows. */
export interface FeedLink {
  readonly title: string;
  readonly type: string;
  readonly href: string;
}

/** @param path of the feed, without the ending of its format; null where there is none */
export function feedLinks(title: string, path: string | null): readonly FeedLink[] {
  if (path === null) return [];
  return (["atom", "json"] as const).map((format) => ({
    title,
    type: feedTypes[format],
    href: `/${path}.${format}`,
  }));
}
