import fc from "fast-check";

import { runs } from "./runs.ts";

/** The same cases in every run, so that a failure is one for everybody; `MOSIS_SEED` asks for others. */
const SEED = Number(process.env["MOSIS_SEED"] ?? 20261123);

fc.configureGlobal({ seed: SEED, numRuns: runs(200) });
