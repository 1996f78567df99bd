/** Code that made other parsers slow or large, by the number of its characters. */
export interface HostileCode {
  readonly path: string;
  readonly text: (length: number) => string;
  /** Characters of the largest; half as many are compared with it. */
  readonly length: number;
}

/** As many as still are read to their end, most of them. */
const LENGTH = 500_000;
const lua = (text: (length: number) => string, length = LENGTH): HostileCode => ({ path: "code.lua", text, length });
const rml = (text: (length: number) => string, length: number): HostileCode => ({ path: "screen.rml", text, length });

const manyNames = Array.from({ length: 180 }, (_, at) => `local a${at + 1}=a${at} `).join("");

/** Those that the acceptance names, first. */
export const hostileCode: Readonly<Record<string, HostileCode>> = {
  "3 MB of locals": lua((length) => "local a ".repeat(length / 8), 3_000_000),
  "200 k deep parentheses": lua((length) => `x=${"(".repeat(length / 2)}${")".repeat(length / 2)}`, 400_000),
  "1 MB of `..`": lua((length) => `x=${"a..".repeat(length / 3)}a`, 1_000_000),
  "100 k attributes": rml(
    (length) => `<rml>${"<p id='a' class='b' title='c' onclick='f()' onblur='g()'/>".repeat(length / 58)}</rml>`,
    1_150_000,
  ),
  "100 k attributes of one element": rml(
    (length) => `<rml><p${" onclick='f()'".repeat(length / 14)}/></rml>`,
    1_400_000,
  ),
  "2 MB of locals in blocks": lua((length) => "do local a end ".repeat(length / 15), 2_000_000),
  "1 MB of joined strings": lua((length) => `x=${"a..b..c x=".repeat(length / 10)}a`, 1_000_000),
  "a sum": lua((length) => `x=${"1+".repeat(length / 2)}1`),
  "fields of fields": lua((length) => `x=a${".a".repeat(length / 2)}`),
  "calls of calls": lua((length) => `f${"()".repeat(length / 2)}`),
  "lists put together": lua(
    (length) => `local t={${"'a',".repeat(length / 8)}} ${"f(_G[table.concat(t)]) ".repeat(length / 46)}`,
  ),
  "names for names": lua((length) => `local a0=os ${manyNames}${"a180.x()".repeat(length / 8)}`),
  "strings put together": lua(
    (length) =>
      `local a="x" ${"do local a=a..a f(_G[a]) ".repeat(150)}${" f(_G[a])".repeat(length / 9)}${" end".repeat(150)}`,
  ),
  "loops in loops": lua((length) => `${"while true do ".repeat(180)}${"f() ".repeat(length / 4)}${" end".repeat(180)}`),
  "slow patterns": lua((length) => `s:find("${".-[a-z]*%d+".repeat(30)}") `.repeat(length / 370)),
  "handlers in strings": lua((length) =>
    Array.from({ length: length / 36 }, (_, at) => `e:AddEventListener("a","f(${at})") `).join(""),
  ),
  "strings of bytes": lua((length) => `f("\\200\\17\\201\\3") `.repeat(length / 20)),
};
