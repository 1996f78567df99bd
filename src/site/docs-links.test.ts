import { expect, test } from "vitest";

import { docsAddress } from "./docs-links.ts";

test.each([
  ["getting-started.md", "index.md", "/docs/getting-started/"],
  ["../reference/cli.md#mosis-sign", "guides/package-format.md", "/docs/reference/cli/#mosis-sign"],
  ["../index.md", "reference/cli.md", "/docs/"],
  ["index.md", "reference/cli.md", "/docs/reference/"],
  ["../spec/README.md", "reference/index.md", "/docs/spec/"],
])("%s in %s leads to %s", (target, from, address) => {
  expect(docsAddress(target, from)).toBe(address);
});

test.each(["https://example.com/a.md", "#part", "/apps/", "../../README.md", "picture.png"])(
  "%s is left alone",
  (target) => {
    expect(docsAddress(target, "guides/package-format.md")).toBeNull();
  },
);
