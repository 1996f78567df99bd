// What the telemetry service is held against: the same validation, dedupe and durable commit, and nothing else.
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import type { JsonValue } from "../../src/core/json/value.ts";
import { parseBatch } from "../../src/core/telemetry/parse-telemetry.ts";
import { limits } from "../shared/limits.ts";
import { openDatabase } from "../shared/sqlite.ts";
import { place } from "../telemetry/ingest/place.ts";
import { rawBatch } from "../telemetry/ingest/raw-records.ts";
import { openDayFile } from "../telemetry/node/day-file.ts";
import { createGroupCommit } from "../telemetry/node/group-commit.ts";
import type { Appended, RawBatch } from "../telemetry/ports.ts";

const [folder = ".", items = "64"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const file = openDayFile(join(folder, "bare.db"), openDatabase);
const commits = createGroupCommit<RawBatch, Appended>((records) => file.append(records, () => false), {
  items: Number(items),
  milliseconds: 5,
});

const decoder = new TextDecoder("utf-8", { fatal: true });
const known = new Set(["com.example.notes 3"]);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const parsed = parseBatch(JSON.parse(decoder.decode(Buffer.concat(chunks))) as JsonValue);
    if (!parsed.ok) {
      response.writeHead(422).end(JSON.stringify(parsed.errors));
      return;
    }
    const { batch } = parsed.value;
    const where = place(batch, Date.now(), limits.sizes.rawDays.limit);
    if (where === null || !known.has(`${batch.app_id} ${batch.version_code}`)) {
      response.writeHead(422).end("its day is not kept, or the store has no such version");
      return;
    }
    void commits.add(rawBatch(parsed.value, where)).then((appended) => {
      response.writeHead(202, { "content-type": "application/json" });
      response.end(JSON.stringify({ accepted: parsed.value.accepted.length, duplicate: appended !== "stored" }));
    });
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
