/** A file of `/v1`, or a family of them. */
export interface ApiPath {
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly tag: "The store" | "Apps and versions" | "Review" | "Search";
  /** For generated clients. */
  readonly operation: string;
  readonly summary: string;
  readonly description: string;
  /** Of what the file holds. */
  readonly schema: string;
}

/** Every path of the static API, in the order in which somebody reads about them. */
export const apiPaths: readonly ApiPath[] = [
  {
    path: "/v1/store.json",
    tag: "The store",
    operation: "getStore",
    summary: "The store",
    description: "Its name, address and languages, and how many apps it has.",
    schema: "Store",
  },
  {
    path: "/v1/categories.json",
    tag: "The store",
    operation: "listCategories",
    summary: "Categories",
    description: "The categories and the apps in them.",
    schema: "Categories",
  },
  {
    path: "/v1/collections.json",
    tag: "The store",
    operation: "listCollections",
    summary: "Collections",
    description: "What the people of the store put together, such as staff picks.",
    schema: "Collections",
  },
  {
    path: "/v1/developers.json",
    tag: "The store",
    operation: "listDevelopers",
    summary: "Developers",
    description: "Everybody who is registered, and their apps.",
    schema: "Developers",
  },
  {
    path: "/v1/tombstones.json",
    tag: "The store",
    operation: "listTombstones",
    summary: "Removed apps",
    description: "Apps that were removed for good. Their ids are never given again.",
    schema: "Tombstones",
  },
  {
    path: "/v1/held.json",
    tag: "The store",
    operation: "listHeld",
    summary: "Held versions",
    description: "Versions that have landed and cannot be published, who is next, and until when.",
    schema: "Held",
  },
  {
    path: "/v1/status.json",
    tag: "The store",
    operation: "getStatus",
    summary: "Status",
    description: "Which commit of the registry the store is made from, and how much is in it.",
    schema: "Status",
  },
  {
    path: "/v1/openapi.json",
    tag: "The store",
    operation: "getDescription",
    summary: "This description",
    description: "As OpenAPI 3.1, with the store as its server.",
    schema: "Description",
  },
  {
    path: "/v1/apps.json",
    tag: "Apps and versions",
    operation: "listApps",
    summary: "All apps",
    description:
      "A few lines on each app. It grows with the store: for one app read its own file, and to find some use the search.",
    schema: "Apps",
  },
  {
    path: "/v1/apps/{app_id}.json",
    tag: "Apps and versions",
    operation: "getApp",
    summary: "One app",
    description: "Everything about an app but its older versions.",
    schema: "App",
  },
  {
    path: "/v1/apps/{app_id}/versions.json",
    tag: "Apps and versions",
    operation: "listVersions",
    summary: "Versions of an app",
    description: "Newest first, withdrawn ones too. Of a very long history only a part, see `unlisted` of the app.",
    schema: "Versions",
  },
  {
    path: "/v1/apps/{app_id}/versions/{version_code}.json",
    tag: "Apps and versions",
    operation: "getVersion",
    summary: "One version",
    description: "Manifest, files, keys, source, and the decision that let it in.",
    schema: "VersionDetails",
  },
  {
    path: "/v1/review.json",
    tag: "Review",
    operation: "getReview",
    summary: "Queue and decisions",
    description: "Submissions that wait, since when and for whom; how long review takes; the newest decisions.",
    schema: "Review",
  },
  {
    path: "/v1/review/{month}.json",
    tag: "Review",
    operation: "listDecisions",
    summary: "Decisions of a month",
    description: "All of them, newest first.",
    schema: "ReviewMonth",
  },
  {
    path: "/v1/search/index.json",
    tag: "Search",
    operation: "getSearchIndex",
    summary: "Lay-out",
    description: "Says how many shards there are, so it is read first.",
    schema: "SearchIndex",
  },
  {
    path: "/v1/search/names/{bucket}.json",
    tag: "Search",
    operation: "getNamesShard",
    summary: "Words of names",
    description:
      "A shard of the words in names, developers, tags and categories. The specification of search says which one has a word.",
    schema: "SearchShard",
  },
  {
    path: "/v1/search/texts/{bucket}.json",
    tag: "Search",
    operation: "getTextsShard",
    summary: "Words of texts",
    description: "The same for words in summaries and descriptions.",
    schema: "SearchShard",
  },
  {
    path: "/v1/search/spellings/{bucket}.json",
    tag: "Search",
    operation: "getSpellingsShard",
    summary: "Spellings",
    description: "Words of names by some of their letters, to find what was meant by a word that none has.",
    schema: "SearchSpellings",
  },
  {
    path: "/v1/search/apps/{reference}.json",
    tag: "Search",
    operation: "getSearchResult",
    summary: "A result",
    description: "What is shown of an app among results.",
    schema: "SearchResult",
  },
];
