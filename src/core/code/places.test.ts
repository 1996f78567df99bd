import { expect, test } from "vitest";

import { checkCode } from "./check-code.ts";

/** Each file as it is in an app, and the places of its findings counted by hand: from line:column up to line:column, without it. */
const FILES: readonly (readonly [what: string, path: string, text: string, expected: readonly string[]])[] = [
  [
    "a script behind a comment",
    "scripts/sync.lua",
    `-- Fetches what is new.
local sync = {}

function sync.run(answer)
  local ok, run = pcall(load, answer.body)
  return ok and run
end

return sync
`,
    ["lua/dynamic-code 5:25-5:29"],
  ],
  [
    "a line with tabs",
    "scripts/export.lua",
    `local export = {}\n\nfunction export.save(text)\n\tif text then\n\t\tlocal file = io.open("notes.txt", "w")\n\t\tfile:write(text)\n\tend\nend\n\nreturn export\n`,
    ["lua/io 5:16-5:18"],
  ],
  [
    "lines that end with a carriage return too",
    "scripts/clock.lua",
    `local clock = {}\r\n\r\nfunction clock.stop()\r\n  os.exit(true)\r\nend\r\n\r\nreturn clock\r\n`,
    ["lua/os 4:3-4:10"],
  ],
  [
    "letters of more than one byte, and one of two UTF-16 units, before the place",
    "scripts/greeting.lua",
    `local greeting = "Grüße, 世界 😀" .. tostring(debug)\nreturn greeting\n`,
    ["lua/debug 1:45-1:50"],
  ],
  [
    "a long string before the place, and one that is the place",
    "scripts/page.lua",
    `local head = [==[\n<rml>\n  ]] load("x")\n]==]\nlocal page = ui.page(head) page:AddEventListener("load", [[\n  list.add(event)\n  local f = load(event.text)]])\n`,
    ["lua/dynamic-code 7:13-7:17"],
  ],
  [
    "a handler in quotes with escapes",
    "scripts/menu.lua",
    `local menu = ...\nmenu:AddEventListener("click", "say(\\"hello\\\\n\\") os.remove(\\"notes\\")")\n`,
    ["lua/os 2:51-2:60"],
  ],
  [
    "a script in a document",
    "screens/main.rml",
    `<rml>
<head>
  <title>Notes</title>
  <script>
    main_screen = {}
    function main_screen.show(name)
      _G[name]()
    end
  </script>
</head>
<body/>
</rml>
`,
    ["lua/environment 7:7-7:9"],
  ],
  [
    "an attribute with entities",
    "screens/list.rml",
    `<rml>\n<body>\n  <button onclick="say(&quot;a &amp; b&quot;) require(name)">Grüße</button>\n</body>\n</rml>\n`,
    ["lua/require 3:47-3:54"],
  ],
  [
    "a handler that is more than one function",
    "screens/list.rml",
    `<rml>\n<body>\n\t<p>ä</p><button onclick='a() end, b(), function()'/>\n</body>\n</rml>\n`,
    ["rml/handler 3:27-3:51"],
  ],
  [
    "what ends too early",
    "scripts/board.lua",
    `local board = {}\n\nfunction board.clear()\n  for row = 1, 4 do\n    board[row] = { 0, 0, 0, 0 }\nend\n\nreturn board\n`,
    ["lua/syntax 9:1-9:1"],
  ],
];

test.for(FILES)("%s", ([, path, text, expected]) => {
  const places = checkCode(path, text).findings.map(
    ({ rule, range }) => `${rule} ${range?.line}:${range?.column}-${range?.endLine}:${range?.endColumn}`,
  );
  expect(places).toEqual(expected);
});
