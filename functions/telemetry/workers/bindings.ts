import type { D1Database, Queue, R2Bucket, RateLimit } from "@cloudflare/workers-types";

import type { RowsMessage } from "./write-objects.ts";

/** What `wrangler.jsonc` binds. */
export interface Bindings {
  /** Address of the published store. */
  readonly MOSIS_STORE: string;
  /** Raw rows; behind a queue, only which object has rows of which device. */
  readonly TELEMETRY: D1Database;
  /** Counts requests by address, for all isolates of a data centre. */
  readonly ADDRESSES: RateLimit;
  /** Where it is bound, rows go here and from here to objects of `RAW`, not to the database. */
  readonly ROWS?: Queue<RowsMessage>;
  readonly RAW?: R2Bucket;
}
