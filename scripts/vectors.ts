#!/usr/bin/env node
// Writes the vectors of the specification (docs/spec/vectors) anew from the kits that make them.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { writeVectors } from "../src/testing/vectors/vectors.ts";

writeVectors();
const root = join(import.meta.dirname, "..");
execFileSync(join(root, "node_modules/.bin/oxfmt"), ["docs/spec/vectors"], { cwd: root, stdio: "inherit" });
