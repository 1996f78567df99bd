import fc from "fast-check";
import { expect, test } from "vitest";

import { spdxProblem } from "./spdx.ts";

test.for([
  "MIT",
  "MIT OR Apache-2.0",
  "GPL-3.0-or-later WITH Classpath-exception-2.0",
  "(MIT AND (BSD-3-Clause OR Zlib)) OR LGPL-2.1-only",
  "GPL-2.0+",
  "LicenseRef-Proprietary",
  "DocumentRef-a:LicenseRef-b AND 0BSD",
])("takes %s", (expression) => {
  expect(spdxProblem(expression)).toBeNull();
});

test.for<[string, string, string | null]>([
  ["Mit", 'The SPDX list has no licence "Mit".', "MIT"],
  ["Apache 2.0", 'The SPDX list has no licence "Apache".', null],
  ["Apache-2", 'The SPDX list has no licence "Apache-2".', "Apache-2.0"],
  ["Proprietary", 'The SPDX list has no licence "Proprietary".', null],
  ["MIT or Zlib", '"or" follows where AND, OR or the end is expected.', null],
  ["MIT OR", "It ends where a licence is expected.", null],
  ["", "It ends where a licence is expected.", null],
  ["(MIT", "A parenthesis is never closed.", null],
  ["MIT)", '")" follows where AND, OR or the end is expected.', null],
  ["AND MIT", '"AND" stands where a licence is expected.', null],
  ["GPL-2.0-only WITH", "It ends where an exception is expected.", null],
  ["GPL-2.0-only WITH Foo", 'The SPDX list has no exception "Foo".', null],
  ["MIT/Zlib", "It has a character that no licence expression has.", null],
  [`${"(".repeat(40)}MIT`, "Its parentheses nest too deep.", null],
])("refuses %s", ([expression, message, suggestion]) => {
  expect(spdxProblem(expression)).toMatchObject({ message });
  if (suggestion !== null) expect(spdxProblem(expression)?.suggestion).toBe(suggestion);
});

test("never throws, whatever the text is", () => {
  const piece = fc.constantFrom("MIT", "AND", "OR", "WITH", "(", ")", "Zlib+", " ", "é", "Bison-exception-2.2");
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void spdxProblem(pieces.join(" "))));
});
