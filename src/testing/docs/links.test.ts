import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

import { expect, test } from "vitest";

const DOCS = join(import.meta.dirname, "../../../docs");
/** They are read beside the code, and have no page. */
const WITHOUT_PAGE = /^(?:adr\/|ARCHITECTURE)/;

// Whether parts of pages are there is looked at on the site itself.
test("links of the docs lead to files that have a page", () => {
  const pages = readdirSync(DOCS, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md") && !WITHOUT_PAGE.test(path));
  const lost = pages.flatMap((page) => {
    const prose = readFileSync(join(DOCS, page), "utf8").replaceAll(/^```[^]*?^```$|`[^`\n]*`/gm, "");
    const targets = Array.from(prose.matchAll(/\]\((?![a-z]+:|#|\/)([^)#]+)/g), ([, target = ""]) => target);
    return targets
      .map((target) => posix.join(dirname(page), target))
      .filter((file) => !file.endsWith(".md") || WITHOUT_PAGE.test(file) || !existsSync(join(DOCS, file)))
      .map((file) => `${page}: ${file}`);
  });
  expect(lost).toEqual([]);
});
