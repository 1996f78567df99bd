/** A kind of page, with one that shows most of what its kind can hold. */
export interface PageKind {
  readonly name: string;
  /** Paths of its files, without their language. */
  readonly files: RegExp;
  /** Address in the made-up store. */
  readonly sample: string;
}

/** Every kind of page of the store. */
export const storePageKinds: readonly PageKind[] = [
  { name: "home", files: /^index\.html$/, sample: "/" },
  { name: "apps", files: /^apps\/(?:\d+\/)?index\.html$/, sample: "/apps/2/" },
  { name: "app", files: /^apps\/[\w-]+\.[\w.-]+\/index\.html$/, sample: "/apps/com.mosis.weather/" },
  { name: "history", files: /^apps\/[^/]+\/history\//, sample: "/apps/com.mosis.weather/history/" },
  { name: "version", files: /^apps\/[^/]+\/versions\/\d+\//, sample: "/apps/com.mosis.weather/versions/25/" },
  { name: "score", files: /^apps\/[^/]+\/score\//, sample: "/apps/com.mosis.weather/score/" },
  { name: "comparison", files: /^apps\/[^/]+\/compare\//, sample: "/apps/com.mosis.notes/compare/" },
  { name: "category", files: /^categories\//, sample: "/categories/productivity/" },
  { name: "tag", files: /^tags\//, sample: "/tags/notes/" },
  { name: "developer", files: /^developers\//, sample: "/developers/north-light/" },
  { name: "search", files: /^search\//, sample: "/search/" },
  { name: "review", files: /^review\/index\.html$/, sample: "/review/" },
  { name: "decisions", files: /^review\/\d{4}-\d\d\//, sample: "/review/2026-05/" },
  { name: "status", files: /^status\//, sample: "/status/" },
  { name: "missing", files: /^404\.html$/, sample: "/404.html" },
];

/** Pages of the store whose content is out of the ordinary. */
export const oddStorePages = {
  "a search": "/search/?q=weather",
  "a suspended app": "/apps/org.example.lantern/",
  "an app that attacks": "/apps/org.example.trap/",
  "an app with unruly texts": "/apps/org.example.unruly/",
  "a developer that attacks": "/developers/mallory/",
} as const;

/** Pages of the docs with what docs can hold: prose, code, wide tables, long lists. */
export const docsPages = [
  "/docs/",
  "/docs/getting-started/",
  "/docs/reference/manifest/",
  "/docs/reference/rules/",
] as const;
