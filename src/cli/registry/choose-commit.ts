import { shortId } from "../render/text.ts";
import { type Checkout, resolveCommit } from "../../node/git/checkout.ts";
import { mergeBases } from "../../node/git/repository.ts";
import { localRecord } from "../../node/registry/publish/local-record.ts";
import { PUBLISHED, type PublishRecord } from "../../node/registry/publish/publish-record.ts";

/** The commit to hold a store against, and why this one. */
export interface ChosenCommit {
  readonly commit: string;
  readonly from: "given" | "published" | "head";
  /** What was published last, if the checkout knows it. */
  readonly record: PublishRecord | null;
  /** Things to know about the choice, as sentences. */
  readonly notes: readonly string[];
}

/** Chooses what somebody named, else what was published last, else what is checked out. */
export async function chooseCommit(checkout: Checkout, given: string | undefined): Promise<ChosenCommit> {
  const record = await localRecord(checkout);
  if (given !== undefined) {
    const commit = await resolveCommit(checkout, given);
    return { commit, from: "given", record, notes: [] };
  }
  const head = await resolveCommit(checkout, "HEAD");
  if (record === null) {
    const fetch = `git fetch origin ${PUBLISHED.ref}:${PUBLISHED.ref}`;
    return {
      commit: head,
      from: "head",
      record: null,
      notes: [`Which commit is published is not known here, so HEAD is taken; \`${fetch}\` brings it.`],
    };
  }
  const { commit } = record;
  const notes = commit === head ? [] : [await apart(checkout, commit, head)];
  return { commit, from: "published", record, notes };
}

async function apart({ repository }: Checkout, published: string, head: string): Promise<string> {
  const bases = await mergeBases(repository, published, head);
  const where = `HEAD is at ${shortId(head)}`;
  if (bases.includes(published)) return `${where}: what is newer than the published commit is not looked at.`;
  return `${where}, whose history does not have the published commit: pull, or ask whose it is.`;
}
