import { describe, expect, test } from "vitest";

import { checkLua } from "./check-lua.ts";

/** Addresses as far as they are known, those that may go on with an ellipsis. */
const addresses = (source: string): readonly string[] =>
  checkLua(source).requests.map(({ url }) => (url === null ? "?" : url.text + (url.isWhole ? "" : "…")));
const get = (url: string): string => `network.get({ url = ${url} })`;

describe("reads the beginning of an address", () => {
  test.for<[string, string[]]>([
    [get("'https://a.example/x'"), ["https://a.example/x"]],
    [get("'https://' .. 'a.example' .. path"), ["https://a.example…"]],
    [get("('https://a.example/' .. (city .. '/now'))"), ["https://a.example/…"]],
    [`local BASE <const> = 'https://a.example' ${get("BASE .. '/v1'")}`, ["https://a.example/v1"]],
    [get("string.format('https://a.example/%d', id)"), ["https://a.example/…"]],
    [get("('https://%s/x'):format(host)"), ["https://…"]],
    [`local config = { url = 'https://a.example/' } ${get("config.url .. id")}`, ["https://a.example/…"]],
    [`local get = network.get; get({ url = 'https://a.example/' })`, ["https://a.example/"]],
    ["local request = { url = 'https://a.example/' } network.request(request)", ["https://a.example/"]],
    [
      "local n = network n.post({ ['url'] = 'https://a.example/', url = 'https://b.example/' })",
      ["https://b.example/"],
    ],
  ])("%s", ([source, expected]) => {
    expect(addresses(source)).toEqual(expected);
  });
});

test.for([get("server"), get("f()"), get("a .. 'https://b.example/'"), "network.get(request)", "network.get({})"])(
  "knows nothing of it in %s",
  (source) => {
    expect(addresses(source)).toEqual(["?"]);
  },
);

test.for([
  "network.cancel(1)",
  "mine.network.get({ url = 'https://a.example/' })",
  "local network = {} network.get({})",
])("sees no request in %s", (source) => {
  expect(addresses(source)).toEqual([]);
});

test("follows long chains for a while only", () => {
  expect(addresses(get(`'https://a.example/'${" .. 'x'".repeat(150)}`))).toEqual([
    expect.stringMatching(/^https:.*…$/),
  ]);
});
