import { expect, test } from "vitest";

import { checkAtom } from "./check-atom.ts";

const FEED =
  '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a.example,2026:f</id><title>T</title><updated>2026-01-01T00:00:00Z</updated>' +
  '<link rel="self" href="https://a.example/f"/><author><name>A</name></author>' +
  "<entry><id>tag:a.example,2026:e</id><title>E</title><updated>2026-01-01T00:00:00Z</updated><content>c</content></entry></feed>";

test("a valid feed has nothing wrong", () => {
  expect(checkAtom(FEED)).toEqual([]);
});

test.for([
  ["<title>T</title>", "", "feed has 0 title"],
  ["<title>E</title>", "<title>E</title><title>E</title>", "entry has 2 title"],
  [
    "<updated>2026-01-01T00:00:00Z</updated><link",
    "<updated>2026-01-01 00:00</updated><link",
    "updated is 2026-01-01 00:00",
  ],
  ["tag:a.example,2026:e", "e", "e is no tag: URI"],
  ["<author><name>A</name></author>", "", "neither the feed nor each entry has an author"],
  ["<author><name>A</name></author>", "<author><uri>https://a.example</uri></author>", "author has 0 name"],
  ["<content>c</content>", "", "an entry without content has no alternate link"],
  ["<content>c</content>", "<content><b>c</b></content>", "content is no text"],
  ["</feed>", "<category/></feed>", "a category has no term"],
  ["</feed>", "<made-up/></feed>", "feed has an element made-up"],
  ['rel="self"', 'rel="up"', "the feed does not say once where it is"],
] as const)("%s as %s is found", ([from, to, problem]) => {
  expect(checkAtom(FEED.replace(from, to))).toContain(problem);
});

test("what is not well-formed is refused", () => {
  for (const broken of [
    FEED.replace("</entry>", ""),
    FEED.replace(">c<", ">a & b<"),
    FEED.replace(">c<", ">\u0001<"),
  ]) {
    expect(() => checkAtom(broken)).toThrow();
  }
});
