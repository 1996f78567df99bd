#!/usr/bin/env node
// Writes the licences the rules know anew: `node scripts/spdx-list.ts <folder>`, with the npm packages `spdx-license-ids` and
// `spdx-exceptions` unpacked into folders of these names in it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OUT = join(import.meta.dirname, "../src/core/text/spdx.json");

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder with both packages");
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
const list = {
  source: ["spdx-license-ids", "spdx-exceptions"].map((name) => {
    const { version } = read(`${name}/package.json`) as { readonly version: string };
    return `${name} ${version}`;
  }),
  licenses: read("spdx-license-ids/index.json"),
  deprecated: read("spdx-license-ids/deprecated.json"),
  exceptions: read("spdx-exceptions/index.json"),
};
writeFileSync(OUT, `${JSON.stringify(list)}\n`);
