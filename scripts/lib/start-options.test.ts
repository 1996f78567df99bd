import { expect, test } from "vitest";

import { explainPortError, parseStartOptions, type StartOptions } from "./start-options.ts";

const DEFAULTS: StartOptions = {
  port: 4600,
  forgePort: 4601,
  functionsPort: 4602,
  withFunctions: true,
  reset: false,
  folder: null,
};

test.each([
  [[], {}],
  [["--reset"], { reset: true }],
  [["--port", "0", "--forge-port=8080"], { port: 0, forgePort: 8080 }],
  [["--functions-port", "0"], { functionsPort: 0 }],
  [["--no-functions"], { withFunctions: false }],
  [["--folder", "elsewhere"], { folder: "elsewhere" }],
])("%j are arguments", (args, change) => {
  expect(parseStartOptions(args)).toEqual({ ...DEFAULTS, ...change });
});

test.each([
  [["--port", "http"], "--port http is no port."],
  [["--port", "65536"], "--port 65536 is no port."],
  [["--forge-port", "-1"], /ambiguous/],
  [["--port"], /argument missing/],
  [["--prot", "1"], /Unknown option '--prot'/],
  [["8080"], /Unexpected argument '8080'/],
])("%j are refused with the reason", (args, reason) => {
  expect(parseStartOptions(args)).toMatch(reason);
});

test("a port that is taken is named, with the option that chooses another one", () => {
  const taken = (port: number) => Object.assign(new Error("listen"), { code: "EADDRINUSE", port });
  expect(explainPortError(taken(4600), DEFAULTS)).toBe(
    "Port 4600 of 127.0.0.1 is in use, perhaps by another `npm start`. Choose another one: npm start -- --port 4610",
  );
  expect(explainPortError(taken(4601), DEFAULTS)).toMatch("-- --forge-port 4611");
  expect(explainPortError(taken(4602), DEFAULTS)).toMatch("-- --functions-port 4612");
  expect(explainPortError(Object.assign(new Error("listen"), { code: "EACCES", port: 80 }), DEFAULTS)).toMatch(
    "Port 80 of 127.0.0.1 may not be listened on by you.",
  );
  expect(explainPortError(new Error("something else"), DEFAULTS)).toBeNull();
});
