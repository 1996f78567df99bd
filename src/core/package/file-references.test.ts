import { expect, test } from "vitest";

import { checkPackage } from "./check-package.ts";
import { resolveReference } from "./file-references.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { aPackage } from "../../testing/builders.ts";

test.for<[from: string, path: string, expected: string | null]>([
  ["assets/main.rml", "theme.rcss", "assets/theme.rcss"],
  ["assets/main.rml", "./images//a.png", "assets/images/a.png"],
  ["assets/ui/main.rml", "../theme.rcss", "assets/theme.rcss"],
  ["assets/main.rml", "/icons/a.png", "icons/a.png"],
  ["main.rml", "a.png", "a.png"],
  ["assets/main.rml", "../../a.png", null],
  ["assets/main.rml", "/../a.png", null],
  ["assets/main.rml", "https://example.org/a.png", null],
  ["assets/main.rml", "C:/a.png", null],
  ["assets/main.rml", "..\\..\\a.png", null],
])("%s means by %s %s", ([from, path, expected]) => {
  expect(resolveReference(from, path)).toBe(expected);
});

test("every way to name a file is looked up, and its place told", () => {
  const document = [
    "<rml><head>",
    '<link type="text/rcss" href="a.rcss"/><link type="text/template" href="b.rml"/>',
    '<script src="c.lua"></script>',
    "<style>@spritesheet s { src: d.png; i: 0px 0px 1px 1px; } @font-face { src: 'e.ttf'; } @media (theme: x) { p { decorator: image(\"f.png\" cover), image( i ) } }",
    "@decorator d : image { image-src: g.png; }</style></head>",
    "<body style=\"decorator: image(&quot;h.png&quot;)\"><img src='i.png'/><svg src='j.svg'/><a id='k.rml'/></body></rml>",
  ].join("\n");
  const { findings } = checkPackage(aPackage().withFile("assets/more.rml", document).files(), nodePackagePorts);
  const lines = document.split("\n");
  const named = findings.map(({ rule, range }) => {
    const line = lines[(range?.line ?? 0) - 1] ?? "";
    return `${rule} ${line.slice((range?.column ?? 0) - 1, (range?.endColumn ?? 0) - 1)}`;
  });
  const names = ["a.rcss", "b.rml", "c.lua", "d.png", "e.ttf", "f.png", "g.png", "h.png", "i.png", "j.svg"];
  expect(named).toEqual(names.map((name) => `package/reference-missing ${name}`));
});

test("another spelling of the name is told", () => {
  const app = aPackage()
    .withFile("assets/more.rml", '<rml><img src="Pic.PNG"/></rml>')
    .withFile("assets/pic.png", "\x89PNG");
  const { findings } = checkPackage(app.files(), nodePackagePorts);
  expect(findings.find(({ rule }) => rule === "package/reference-missing")).toMatchObject({
    expected: "assets/pic.png",
  });
});
