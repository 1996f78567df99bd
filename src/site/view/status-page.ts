import { safeHref } from "./safe-href.ts";
import type { StoreInfo } from "./store-data.ts";
import type { ReferenceView } from "./provenance.ts";
import type { Reader } from "../i18n/reader.ts";
import type { StatusDocument } from "../../core/index/api-documents.ts";

/** What the store is made from. */
export interface StatusPageView {
  readonly commit: ReferenceView;
  readonly committedAt: string;
  readonly counts: readonly { readonly label: string; readonly value: string }[];
  readonly deadlines: readonly { readonly label: string; readonly value: string }[];
}

const DEADLINES = ["review_days", "changes_days", "appeal_days", "key_recovery_days", "held_days"] as const;

export function statusPageView(
  { registry, apps, versions, developers, held, policy }: StatusDocument,
  { repository }: Pick<StoreInfo, "repository">,
  { text, number, count, day }: Reader,
): StatusPageView {
  return {
    commit: {
      text: registry.commit,
      href: repository === undefined ? null : safeHref(`${repository}commit/${registry.commit}`),
    },
    committedAt: day(registry.committed_at),
    counts: [
      { label: text("status.apps"), value: number(apps) },
      { label: text("status.versions"), value: number(versions) },
      { label: text("status.developers"), value: number(developers) },
      { label: text("status.held"), value: number(held) },
    ],
    deadlines: DEADLINES.map((kind) => ({
      label: text(`deadline.${kind}`),
      value: count("status.days", policy.deadlines[kind]),
    })),
  };
}
