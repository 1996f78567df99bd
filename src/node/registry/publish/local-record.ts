import { PUBLISHED, type PublishRecord } from "./publish-record.ts";
import { readKept } from "../forge-document.ts";
import { type Checkout, findRef } from "../../git/checkout.ts";

/** The publish record as a clone has it: null where nobody fetched its ref. */
export async function localRecord(checkout: Checkout): Promise<PublishRecord | null> {
  const commit = await findRef(checkout, PUBLISHED.ref);
  return commit === null ? null : readKept(PUBLISHED, commit, checkout.repository);
}
