/** Paths of feeds in the store, without the ending of their format. */
export const feedPaths = {
  all: "feeds/all",
  new: "feeds/new",
  updated: "feeds/updated",
  app: (id: string): string => `feeds/apps/${id}`,
  developer: (id: string): string => `feeds/developers/${id}`,
  category: (id: string): string => `feeds/categories/${id}`,
} as const;
