/** Addresses of the site's pages, from its root. The page of a list with the newest has no number. */
export interface Routes {
  readonly home: string;
  readonly docs: string;
  readonly search: string;
  apps(page?: number | null): string;
  app(id: string): string;
  /** All versions of an app. */
  history(id: string, page?: number | null): string;
  version(id: string, code: number): string;
  /** Any two versions of an app side by side. */
  compare(id: string): string;
  score(id: string): string;
  category(id: string, page?: number | null): string;
  readonly review: string;
  /** Decisions of a month such as `2026-11`. */
  reviewMonth(month: string, page?: number | null): string;
  readonly status: string;
  tag(tag: string, page?: number | null): string;
  developer(id: string, page?: number | null): string;
  /** A file of the published index, which lies beside the pages. */
  file(path: string): string;
}

/** @param language first segment of the addresses; undefined for the store's own language */
export function routesOf(language: string | undefined): Routes {
  const root = language === undefined ? "/" : `/${language}/`;
  return {
    home: root,
    docs: "/docs/",
    search: `${root}search/`,
    apps: (page = null) => numbered(`${root}apps/`, page),
    app: (id) => `${root}apps/${id}/`,
    history: (id, page = null) => numbered(`${root}apps/${id}/history/`, page),
    version: (id, code) => `${root}apps/${id}/versions/${code}/`,
    compare: (id) => `${root}apps/${id}/compare/`,
    score: (id) => `${root}apps/${id}/score/`,
    category: (id, page = null) => numbered(`${root}categories/${id}/`, page),
    review: `${root}review/`,
    reviewMonth: (month, page = null) => numbered(`${root}review/${month}/`, page),
    status: `${root}status/`,
    tag: (tag, page = null) => numbered(`${root}tags/${tag}/`, page),
    developer: (id, page = null) => numbered(`${root}developers/${id}/`, page),
    file: (path) => `/${path}`,
  };
}

function numbered(base: string, page: number | null): string {
  return page === null ? base : `${base}${page}/`;
}
