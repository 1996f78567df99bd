#!/usr/bin/env node
// Checks one piece of hostile code of the bench, for `scripts/bench/lua.ts` to see what memory that takes.
import { hostileCode } from "./bench/hostile-code.ts";
import { checkCode } from "../src/core/code/check-code.ts";

const hostile = hostileCode[process.argv[2] ?? ""];
if (hostile === undefined) throw new TypeError(`usage: bench-hostile-code <${Object.keys(hostileCode).join("|")}>`);
checkCode(hostile.path, hostile.text(hostile.length));
