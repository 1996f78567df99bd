import type { AppApiInput } from "./app-api.ts";
import { decisionFor } from "./version-document.ts";
import { isExpired } from "../review/waive.ts";
import { type Score, scoreOf } from "../score/score.ts";

/** The score of an app, by the version that stands for it. */
export function appScore({ document, current, record, owner, exceptions, history }: AppApiInput): Score {
  const { body, facts } = current.source;
  const { manifest, version_code: code, notes } = body;
  const { published_at: publishedAt } = current.indexed;
  const { listings } = document;
  const decision = decisionFor(code, record.decisions);
  return scoreOf({
    name: document.name,
    categories: document.categories,
    tags: document.tags,
    languages: Object.keys(listings),
    listing: listings[manifest.default_locale ?? "en"] ?? Object.values(listings)[0] ?? null,
    license: document.license ?? null,
    homepage: document.links["homepage"] ?? null,
    hasSource: body.source !== undefined,
    domains: owner.developer.domains ?? [],
    exceptions: exceptions
      .filter(({ version_code: only = code, expires }) => only === code && !isExpired(expires, new Date(publishedAt)))
      .map(({ rule }) => rule),
    permissions: manifest.permissions,
    permissionReasons: manifest.permission_reasons ?? {},
    hosts: manifest.network?.hosts ?? [],
    reviewFindings: decision?.reasons.map(({ rule }) => rule) ?? [],
    texts: facts.texts,
    notes,
    testedVersion: manifest.max_tested_mosis_version ?? null,
    publishedAt,
    newest: history.newest,
    packageLength: facts.package.length,
  });
}
