import type { AppPorts, KnownApp } from "./find-app.ts";
import { stillOpen } from "../submissions/open-submission.ts";
import type { Static } from "../openapi/schema.ts";
import type { app } from "../openapi/apps.ts";

export type AppView = Static<typeof app>;

/** An app as its developer sees it. */
export async function appView(known: KnownApp, ports: AppPorts): Promise<AppView> {
  const { id, developer, draft, published, registered } = known;
  const { forge } = ports;
  const open = forge === null ? [] : await stillOpen(id, developer, forge, ports);
  const drafted = draft === null ? [] : (JSON.parse(draft.categories) as readonly string[]);
  return {
    app_id: id,
    developer,
    name: published?.name ?? draft?.name ?? "",
    summary: published?.summary ?? draft?.summary ?? "",
    categories: published?.categories ?? registered?.categories ?? drafted,
    status: statusOf(known, open.length > 0),
    submission: open[0]?.number ?? null,
    created_at: draft?.created_at ?? null,
    updated_at: draft?.updated_at ?? null,
  };
}

function statusOf({ published, registered }: KnownApp, isInReview: boolean): AppView["status"] {
  if (published !== null) return published.latest.status === "suspended" ? "suspended" : "published";
  if (isInReview) return "review";
  return registered === null ? "draft" : "registered";
}
