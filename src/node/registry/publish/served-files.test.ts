import { expect, test } from "vitest";

import { servedFiles } from "./served-files.ts";
import { FetchError } from "../../fetch-file.ts";

test("files come from the store; one that fails is not there, and a store that does not answer is asked once", async () => {
  const asked: string[] = [];
  const read = servedFiles(async (path) => {
    asked.push(path);
    if (path === "gone") return null;
    if (path === "broken") throw new FetchError("status", "500", { status: 500 });
    if (path === "away") throw new FetchError("unreachable", "no route");
    return new TextEncoder().encode(path);
  });
  const answers: (string | null)[] = [];
  for (const path of ["a", "gone", "broken", "b", "away", "c"]) {
    const bytes = await read(path, 10);
    answers.push(bytes === null ? null : new TextDecoder().decode(bytes));
  }
  expect(answers).toEqual(["a", null, null, "b", null, null]);
  expect(asked).not.toContain("c");
});
