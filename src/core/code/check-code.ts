import { CodeFindings, type Place } from "./code-findings.ts";
import type { CheckCode } from "./code-report.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { limits } from "../limits.ts";
import { checkLua, checkLuaHandler, type LuaReport } from "../lua/check-lua.ts";
import { checkSheet, checkStyle, type StyleReport } from "../rcss/check-sheet.ts";
import { remarksOfDocument } from "../rml/check-elements.ts";
import { rmlCodeParts } from "../rml/code-parts.ts";

const AS_IT_STANDS: Place = (offset) => offset;
/** What stands around a constant that Lua makes a part of a document. */
const [BEFORE, AFTER] = ["<rml><body>", "</body></rml>"];
/** Such documents in such documents are read so deep; that a string becomes one is told at any depth. */
const DEEPEST = 3;

/** Whether a file of this path holds code. */
export function isCode(path: string): boolean {
  return /\.(?:lua|rml|rcss)$/i.test(path);
}

/** Checks Lua by its tree, RML and style sheets by their syntax and their names, and what of one stands in another. */
export const checkCode: CheckCode = (path, text) => {
  const [kind = "rml"] = /(?:lua|rml|rcss)$/i.exec(path) ?? [];
  const found = new CodeFindings(path, text);
  check(found, kind.toLowerCase() as Kind, text);
  return found.report();
};

type Kind = "lua" | "rml" | "rcss";
const TOO_LARGE: Readonly<Record<Kind, RuleId>> = {
  lua: "lua/too-large",
  rml: "rml/too-large",
  rcss: "rcss/too-large",
};

function check(found: CodeFindings, kind: Kind, text: string): void {
  if (text.length > limits.code.bytes) {
    const message = `The file has ${text.length} characters.`;
    return found.addOfFile(TOO_LARGE[kind], message, `at most ${limits.code.bytes} characters`);
  }
  switch (kind) {
    case "lua":
      return addLua(found, checkLua(text), AS_IT_STANDS, 0);
    case "rcss":
      return addStyle(found, checkSheet(text), AS_IT_STANDS);
    case "rml":
      return addDocument(found, text, AS_IT_STANDS, 0);
  }
}

/** @param depth documents in strings of Lua of documents */
function addDocument(found: CodeFindings, source: string, at: Place, depth: number): void {
  const { nodes, code, sources, files, sheets, styles, markup, problems, texts, strings } = rmlCodeParts(source);
  found.addAll(
    problems.map((problem) => ({ rule: "rml/syntax", ...problem })),
    at,
  );
  for (const { text, start, end } of [...sources, ...files]) found.refer(text, at(start), at(end));
  for (const { text, start, end } of sources) {
    const message = "A script is no `.lua` file, and would not be checked as one.";
    if (!text.endsWith(".lua")) found.add({ rule: "rml/script-source", message, start, end }, at);
  }
  for (const { start, end } of markup) {
    const message = "The result of this expression is parsed as markup.";
    found.add({ rule: "rml/markup", message, start, end }, at);
  }
  for (const { text, start, end } of texts) found.text(text, at(start), at(end));
  found.strings(strings);
  for (const { kind, content } of code) {
    const { text } = content;
    const report = kind === "script" ? checkLua(text, "text") : checkLuaHandler(text);
    addLua(found, report, (offset) => at(content.at(offset)), depth);
  }
  for (const sheet of sheets) addStyle(found, checkSheet(sheet.text), (offset) => at(sheet.at(offset)));
  for (const style of styles) addStyle(found, checkStyle(style.text), (offset) => at(style.at(offset)));
  found.addAll(remarksOfDocument(nodes), at);
}

function addStyle(found: CodeFindings, { problems, remarks, files, own }: StyleReport, at: Place): void {
  found.addAll(
    problems.map((problem) => ({ rule: "rcss/syntax", ...problem })),
    at,
  );
  found.addAll(remarks, at);
  for (const { text, start, end } of files) found.refer(text, at(start), at(end));
  found.own(own);
}

function addLua(found: CodeFindings, report: LuaReport, at: Place, depth: number): void {
  found.addAll(report.remarks, at);
  found.lua(report, at);
  if (depth >= DEEPEST) return;
  for (const { text, place } of report.markup) {
    const within = (offset: number): number => Math.max(0, Math.min(offset - BEFORE.length, text.length));
    const placed: Place = (offset) => at(place(within(offset), within(offset)).start);
    addDocument(found, `${BEFORE}${text}${AFTER}`, placed, depth + 1);
  }
}
