import { expect, test } from "vitest";

import { STORE_POLICY, withDocsPolicy } from "./csp.ts";

const PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><script>a</script></head><body></body></html>`;

test("a policy of the store allows nothing inline", () => {
  expect(STORE_POLICY).toBe("default-src 'self';object-src 'none';base-uri 'none';form-action 'self'");
});

test("a page of the docs has its policy before its first script, and the same one when it is made again", () => {
  const once = withDocsPolicy(PAGE);
  expect(once.indexOf("content-security-policy")).toBeLessThan(once.indexOf("<script>"));
  expect(once).toContain("'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='");
  expect(withDocsPolicy(once)).toBe(once);
});

test("values of style attributes are hashed as browsers read them, and no script that has an address", () => {
  const page = PAGE.replace("<body>", '<body><p style="--a:&quot;b&quot;"></p><script src="/x.js"></script>');
  const added = withDocsPolicy(page).match(/'sha256-[^']+'/g);
  expect(added).toEqual([
    "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='",
    "'sha256-TAw2nXEMobvJoWyPSs1gV6kQS08ba8fxt14uHwRi4DM='",
  ]);
});
