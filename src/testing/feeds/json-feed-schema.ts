const ADDRESS = { type: "string", pattern: "^https?://[!-~]+$" } as const;
const TEXT = { type: "string", minLength: 1 } as const;
/** RFC 3339. */
const DATE = {
  type: "string",
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$",
} as const;
/** BCP 47. */
const LANGUAGE = { type: "string", pattern: "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" } as const;

const AUTHORS = {
  type: "array",
  items: {
    type: "object",
    properties: { name: TEXT, url: ADDRESS, avatar: ADDRESS },
    additionalProperties: false,
    minProperties: 1,
  },
} as const;

const ATTACHMENT = {
  type: "object",
  required: ["url", "mime_type"],
  properties: {
    url: ADDRESS,
    mime_type: { type: "string", pattern: "^[\\w.+-]+/[\\w.+-]+$" },
    title: TEXT,
    size_in_bytes: { type: "integer", minimum: 0 },
    duration_in_seconds: { type: "number", minimum: 0 },
  },
  additionalProperties: false,
} as const;

const ITEM = {
  type: "object",
  required: ["id"],
  anyOf: [{ required: ["content_html"] }, { required: ["content_text"] }],
  properties: {
    id: TEXT,
    url: ADDRESS,
    external_url: ADDRESS,
    title: TEXT,
    content_html: { type: "string" },
    content_text: { type: "string" },
    summary: TEXT,
    image: ADDRESS,
    banner_image: ADDRESS,
    date_published: DATE,
    date_modified: DATE,
    authors: AUTHORS,
    tags: { type: "array", items: TEXT },
    language: LANGUAGE,
    attachments: { type: "array", items: ATTACHMENT },
  },
  additionalProperties: false,
} as const;

/** JSON Feed 1.1 as a JSON schema, after https://www.jsonfeed.org/version/1.1/. `author` of 1.0 and extensions are left out. */
export const jsonFeedSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["version", "title", "items"],
  properties: {
    version: { const: "https://jsonfeed.org/version/1.1" },
    title: TEXT,
    home_page_url: ADDRESS,
    feed_url: ADDRESS,
    description: TEXT,
    user_comment: TEXT,
    next_url: ADDRESS,
    icon: ADDRESS,
    favicon: ADDRESS,
    authors: AUTHORS,
    language: LANGUAGE,
    expired: { type: "boolean" },
    hubs: {
      type: "array",
      items: {
        type: "object",
        required: ["type", "url"],
        properties: { type: TEXT, url: ADDRESS },
        additionalProperties: false,
      },
    },
    items: { type: "array", items: ITEM },
  },
  additionalProperties: false,
} as const;
