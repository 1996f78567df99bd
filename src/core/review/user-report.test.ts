import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { REPORT_LABEL, reportedApp } from "./user-report.ts";

/** What the forge makes of the form's answers. */
const formBody = (app: string, evidence = "It says so."): string =>
  `### App id\n\n${app}\n\n### Version\n\n_No response_\n\n### How can we see it?\n\n${evidence}\n`;

test("a report names its app in the first field", () => {
  expect(reportedApp(formBody("com.example.notes"))).toBe("com.example.notes");
  expect(reportedApp(formBody(" com.example.notes ").replaceAll("\n", "\r\n"))).toBe("com.example.notes");
  const evidence = "### App id\n\ncom.example.other";
  expect(reportedApp(formBody("com.example.notes", evidence))).toBe("com.example.notes");
});

test.each([
  ["nothing", ""],
  ["prose", "com.example.notes steals data"],
  ["another first field", `### Version\n\n1.0.0\n\n${formBody("com.example.notes")}`],
  ["the field in a quotation", `> ${formBody("com.example.notes")}`],
  ["no answer", formBody("_No response_")],
  ["no id", formBody("Notes")],
  ["two ids", formBody("com.example.notes\ncom.example.other")],
  ["an id and more", formBody("com.example.notes, and others")],
  ["an id in markup", formBody("`com.example.notes`")],
  ["a letter that only looks like one of an id", formBody("com.ex\u0430mple.notes")],
])("a body with %s is about no app", (_, body) => {
  expect(reportedApp(body)).toBeNull();
});

test("the issue form has the label, and asks for the app first", () => {
  const form = readFileSync(new URL("../../../.github/ISSUE_TEMPLATE/report-app.yml", import.meta.url), "utf8");
  expect(form).toContain(`labels: ["${REPORT_LABEL}"]`);
  expect(/^ +label: (.*)$/m.exec(form)?.[1]).toBe("App id");
});
