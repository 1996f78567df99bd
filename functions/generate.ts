#!/usr/bin/env node
// Prints every generated file of the functions as one JSON object, path and text; `npm run generate` writes them.
import { generatedFiles } from "./generated-files.ts";

console.log(JSON.stringify(Object.fromEntries(generatedFiles())));
