import { expect, test } from "vitest";

import { parseApiUrl, parseRepository, repositoryName, webUrlOf } from "./forge-address.ts";

test.each(["mosis/registry", "a/b", "Ada-1/my.apps_2"])("%s is a repository", (text) => {
  expect(repositoryName(parseRepository(text)!)).toBe(text);
});

test.each(["", "mosis", "mosis/", "/registry", "a/b/c", "a b/c", "-a/b", "a/..", "a/b?c", "https://github.com/a/b"])(
  "%j is no repository",
  (text) => {
    expect(parseRepository(text)).toBeNull();
  },
);

test("a token goes over https, or to this machine", () => {
  expect(parseApiUrl("https://api.github.com/")).toBe("https://api.github.com");
  expect(parseApiUrl("http://127.0.0.1:4000/api/v3")).toBe("http://127.0.0.1:4000/api/v3");
  for (const text of [
    "http://forge.example/api/v3",
    "ftp://x",
    "forge",
    "https://a:b@c/",
    "https://a/?q",
    "http://127.0.0.1.evil.example",
  ]) {
    expect(parseApiUrl(text)).toBeNull();
  }
});

test("pages are beside the API", () => {
  expect(webUrlOf("https://api.github.com")).toBe("https://github.com");
  expect(webUrlOf("https://git.example/api/v3")).toBe("https://git.example");
});
