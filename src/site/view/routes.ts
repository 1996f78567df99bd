/** Addresses of the site's pages, from its root. The first page of a list has no number. */
export const routes = {
  home: "/",
  docs: "/docs/",
  apps: (page = 1): string => numbered("/apps/", page),
  app: (id: string): string => `/apps/${id}/`,
  versions: (id: string, page = 1): string => numbered(`/apps/${id}/versions/`, page),
  category: (id: string, page = 1): string => numbered(`/categories/${id}/`, page),
  developer: (id: string, page = 1): string => numbered(`/developers/${id}/`, page),
  /** A file of the published index, which lies beside the pages. */
  file: (path: string): string => `/${path}`,
} as const;

function numbered(base: string, page: number): string {
  return page === 1 ? base : `${base}${page}/`;
}
