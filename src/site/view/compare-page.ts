import type { StoreInfo } from "./store-data.ts";
import { DIFF_TEXTS } from "./version-diff.ts";
import type { CompareWords } from "./words-reader.ts";
import { pageLanguages, type Reader } from "../i18n/reader.ts";
import type { AppDetails } from "../../core/index/api-documents.ts";
import { permissions } from "../../core/sdk/permissions.ts";

/** The page that compares any two versions; a script does it when it is looked at. */
export interface ComparePageView {
  readonly title: string;
  readonly description: string;
  readonly heading: string;
  readonly app: string;
  readonly appName: string;
  readonly appHref: string;
  /** {@link CompareWords} as JSON. */
  readonly words: string;
}

/** Apps that have something to compare, in every language. */
export function comparePaths(
  id: string,
  count: number,
  info: StoreInfo,
): readonly { readonly lang: string | undefined; readonly id: string }[] {
  return count < 2 ? [] : pageLanguages(info).map(([lang]) => ({ lang, id }));
}

const TEXTS = [...DIFF_TEXTS, "diff.same", "compare.failed"] as const;

export function comparePageView({ app_id: app, name }: AppDetails, reader: Reader): ComparePageView {
  const { text, routes } = reader;
  const words: CompareWords = {
    format: reader.format,
    texts: Object.fromEntries(TEXTS.map((key) => [key, text(key)])),
    sentences: Object.fromEntries(permissions.map(({ id }) => [id, reader.sentence(id) ?? id])),
  };
  return {
    title: text("compare.title", { app: name }),
    description: text("compare.description", { app: name }),
    heading: text("version.compare"),
    app,
    appName: name,
    appHref: routes.app(app),
    words: JSON.stringify(words),
  };
}
