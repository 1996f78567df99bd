import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { generateValidators } from "./validators.ts";

const ROOT = join(import.meta.dirname, "../..");

test.for([...generateValidators()])("%s is what its schemas give: else run `npm run generate`", ([path, text]) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});
