import { expect, test } from "vitest";

import { runApp } from "./run-app.ts";

const app = await runApp("calculator");
const evaluated = (expression: string): unknown =>
  app.lua(`
    local value, problem = require("scripts.evaluate")("${expression}")
    return problem or require("scripts.numbers").plain(value)`);
const typed = (keys: string): unknown =>
  app.lua(`
    local entry, text = require("scripts.entry"), ""
    for _, code in utf8.codes("${keys}") do
      text = entry.press(text, utf8.char(code))
    end
    return text`);

test.for([
  ["1+2×3", "7"],
  ["(1+2)×3", "9"],
  ["2^3^2", "512"],
  ["−2^2", "−4"],
  ["2^−1", "0.5"],
  ["2×−3", "−6"],
  ["8÷4÷2", "1"],
  ["10−3−2", "5"],
  ["0.1+0.2", "0.3"],
  ["1.", "1"],
  ["80−15%", "68"],
  ["60+19%", "71.4"],
  ["200×10%", "20"],
  ["50%", "0.5"],
  ["100+10%×2", "100.2"],
  ["100+10%%", "100.001"],
  ["2×(3+4", "14"],
  ["9007199254740993", "9.00719925474e15"],
  ["123456789×1000", "123456789000"],
  ["1÷3", "0.333333333333"],
  ["10^20", "1e20"],
  ["1e20÷10^30", "1e-10"],
  ["0−0", "0"],
])("%s is %s", ([expression, value]) => {
  expect(evaluated(expression as string)).toBe(value);
});

test.for([
  ["1÷0", "problem.zero"],
  ["1÷(2−2)", "problem.zero"],
  ["10^999", "problem.too_large"],
  ["(−8)^0.5", "problem.undefined"],
  ["2+", "problem.incomplete"],
  ["()", "problem.incomplete"],
  ["2)", "problem.incomplete"],
  ["(1 2", "problem.incomplete"],
  ["print", "problem.incomplete"],
  ["", "problem.incomplete"],
  ["(".repeat(60), "problem.too_deep"],
])("of %s it says %s", ([expression, problem]) => {
  expect(evaluated(expression as string)).toBe(problem);
});

test.for([
  ["007", "7"],
  ["0.05", "0.05"],
  ["1.2.3", "1.23"],
  [".5", "0.5"],
  ["5+×3", "5×3"],
  ["5×−3", "5×−3"],
  ["5×−+3", "5+3"],
  ["+×5", "5"],
  ["−5", "−5"],
  ["−+5", "5"],
  ["2(3)4", "2×(3)×4"],
  [")5)", "5"],
  ["(5+)", "(5+"],
  ["5%3", "5%×3"],
  ["%5", "5"],
])("typing %s gives %s", ([keys, text]) => {
  expect(typed(keys as string)).toBe(text);
});

test("whatever is typed, it is an expression but for what is still to come", () => {
  expect(typed("((5×(3−")).toBe("((5×(3−");
  expect(evaluated("((5×(3−1")).toBe("10");
});

test("the result stands below the line, and the equals sign keeps it", async () => {
  const { tap, text, phone } = await runApp("calculator", { locale: "de" });
  for (const key of ["1", "2", "0", "0", ",", "5", "×", "2"]) tap(key);
  expect(text("expression")).toBe("1.200,5×2");
  expect(text("result")).toBe("= 2.401");
  tap("=");
  expect(text("expression")).toBe("2.401");
  expect(text("result")).toBe("");
  expect(phone.stored.get("history")).toEqual([{ expression: "1200.5×2", result: "2401" }]);
  for (const key of ["÷", "0", "="]) tap(key);
  expect(text("result")).toBe("Durch null kann man nicht teilen");
});

test("the memory adds up, and is put where a number can stand", async () => {
  const { tap, text } = await runApp("calculator");
  for (const key of ["5", "M+", "C", "3", "M−", "C", "8", "+", "MR"]) tap(key);
  expect(text("memory")).toBe("Memory: 2");
  expect(text("expression")).toBe("8+2");
  tap("MC");
  tap("MR");
  expect(text("expression")).toBe("8+2");
});

test("the history is a list to go on from, and a text to restore it from", async () => {
  const { tap, text, type, screen, phone, lua } = await runApp("calculator");
  for (const key of ["6", "×", "7", "=", "C"]) tap(key);
  lua("calculator_screen.history()");
  expect(text("list")).toBe("6×7= 42");
  lua("history_screen.copy()");
  const copy = screen()?.body;
  expect(copy).toBeDefined();
  const kept = lua('return require("scripts.history").to_text()') as string;
  expect(JSON.parse(kept)).toEqual([{ expression: "6×7", result: "42" }]);
  type("text", '[{"expression": "os.exit()", "result": "1"}]');
  tap("Restore from this text");
  expect(text("problem")).toMatch(/^This is no history/);
  lua("ui.back()");
  tap("#clear");
  expect(text("list")).toBe("");
  lua("history_screen.copy()");
  type("text", kept);
  tap("Restore from this text");
  expect(phone.toasts).toEqual(["Calculations restored: 1"]);
  tap("6×7");
  expect(text("expression")).toBe("42");
});
