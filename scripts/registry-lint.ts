#!/usr/bin/env node
// Says what is wrong with the registry of a checkout. Exit code 1: something is.
//   node scripts/registry-lint.ts --registry DIR
import { parseArgs } from "node:util";

import { runScript } from "./lib/run-script.ts";
import { hasErrors } from "../src/core/findings/finding.ts";
import { lintRegistry } from "../src/node/registry/trust/registry-folder.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { registry: { type: "string", default: "registry" } } });
  const findings = await lintRegistry(values.registry, new Date());
  for (const { severity, rule, file, message, fix } of findings) {
    console.log(`${file ?? values.registry}  ${severity}  ${rule}\n  ${message}\n  fix: ${fix}`);
  }
  console.log(findings.length === 0 ? "Nothing is wrong." : `${findings.length} findings`);
  return hasErrors(findings) ? 1 : 0;
});
