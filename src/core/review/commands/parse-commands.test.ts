import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { commandForms } from "./command.ts";
import { parseCommands } from "./parse-commands.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const approve = { name: "approve", sha, reason: null };
const commandsOf = (body: string): unknown => parseCommands(body).commands;

describe("a command", () => {
  test.for<[string, unknown]>([
    [`/approve ${sha}`, approve],
    [`/approve ${sha}  Fine by me. `, { ...approve, reason: "Fine by me." }],
    ["/reject It is a copy of Notes.", { name: "reject", reason: "It is a copy of Notes." }],
    ["/request-changes Name the host.", { name: "request-changes", reason: "Name the host." }],
    ["/hold I ask the owner.", { name: "hold", reason: "I ask the owner." }],
    ["/unhold", { name: "unhold", reason: null }],
    ["/appeal The name is mine.", { name: "appeal", reason: "The name is mine." }],
    ["/withdraw", { name: "withdraw", reason: null }],
  ])("%s", ([body, command]) => {
    expect(parseCommands(body)).toEqual({ commands: [command], mistakes: [] });
  });

  test("stands among other lines, however they end, and there may be more than one", () => {
    expect(commandsOf(`Looks good.\r\n/approve ${sha}\r\nThanks!`)).toEqual([approve]);
    expect(commandsOf(`/unhold\r/approve ${sha}`)).toEqual([{ name: "unhold", reason: null }, approve]);
    expect(commandsOf(`> A quotation.\n\n/approve ${sha}`)).toEqual([approve]);
    expect(commandsOf(`\`\`\`lua\nx()\n\`\`\`\n/approve ${sha}`)).toEqual([approve]);
    expect(commandsOf(`<!-- note -->\n<b>Yes</b>\n/approve ${sha}`)).toEqual([approve]);
    expect(commandsOf(`\`\`\`x\`\`\` is code in a line\n/approve ${sha}`)).toEqual([approve]);
  });
});

test.for<[string, string]>([
  ["in the middle of a line", `I would /approve ${sha}`],
  ["after a space", ` /approve ${sha}`],
  ["in an indented block", `    /approve ${sha}`],
  ["in a quotation", `> /approve ${sha}`],
  ["in a list", `- /approve ${sha}`],
  ["in fenced code", `\`\`\`\n/approve ${sha}\n\`\`\``],
  ["in fenced code with an indented fence", `  ~~~ text\n/approve ${sha}\n  ~~~`],
  ["in fenced code that never ends", `\`\`\`\n/approve ${sha}`],
  ["in fenced code with a shorter fence in it", `\`\`\`\`\n\`\`\`\n/approve ${sha}\n\`\`\`\``],
  ["in fenced code with another fence in it", `\`\`\`\n~~~\n/approve ${sha}\n\`\`\``],
  ["in fenced code with words behind a fence in it", `\`\`\`\n\`\`\` lua\n/approve ${sha}\n\`\`\``],
  ["in an HTML comment", `<!-- template\n/approve ${sha}\n-->`],
  ["in a second HTML comment", `<!-- a --> <!-- b\n/approve ${sha}\n-->`],
  ["in preformatted HTML", `<PRE>\n/approve ${sha}\n</PRE>`],
  ["in a folded part", `<details><summary>Notes</summary>\n\n/approve ${sha}\n\n</details>`],
  ["behind a separator that is no end of a line", `I would not\u2028/approve ${sha}`],
  ["behind a form feed", `I would not\f/approve ${sha}`],
  ["with another letter that looks like a slash", `\u2044approve ${sha}`],
])("nothing is commanded %s", ([, body]) => {
  expect(parseCommands(body)).toEqual({ commands: [], mistakes: [] });
});

test.for<[string, string, string]>([
  ["/approve", "names no commit", commandForms.approve],
  [`/approve ${sha.slice(0, 12)}`, "no whole commit", commandForms.approve],
  [`/approve ${sha}0`, "no whole commit", commandForms.approve],
  [`/approve ${sha.toUpperCase()}`, "no whole commit", commandForms.approve],
  ["/reject", "gives no reason", commandForms.reject],
  ["/request-changes  ", "gives no reason", commandForms["request-changes"]],
  ["/aprove it", 'no command "/aprove"', commandForms.approve],
  ["/Approve it", 'no command "/Approve"', commandForms.approve],
  ["/constructor", 'no command "/constructor"', "/approve, /reject"],
  ["/lgtm", 'no command "/lgtm"', "/approve, /reject, /request-changes, /hold, /unhold, /appeal, /withdraw"],
  [`> quoted\n/approve ${sha}`, "right below a quotation", commandForms.approve],
  [`> quoted\nstill quoted\n/approve ${sha}`, "right below a quotation", commandForms.approve],
])("%s is answered", ([body, message, expected]) => {
  const { commands, mistakes } = parseCommands(body);
  expect(commands).toEqual([]);
  expect(mistakes).toEqual([
    { message: expect.stringContaining(message) as string, expected: expect.stringContaining(expected) as string },
  ]);
});

test("a path at the beginning of a line is no attempt", () => {
  expect(parseCommands("/etc/passwd is read\n/home/ada\n/ nothing")).toEqual({ commands: [], mistakes: [] });
});

test("reasons are cut, and echoed words too", () => {
  const [command] = parseCommands(`/reject ${"x".repeat(5000)}`).commands;
  expect(command?.reason).toHaveLength(1000);
  const [mistake] = parseCommands(`/${"x".repeat(5000)}`).mistakes;
  expect(mistake?.message.length).toBeLessThan(300);
});

test("no text whatever makes the reader fail, and quoting every line takes every command away", () => {
  const part = fc.constantFrom("/approve ", sha, "\n", "```", "> ", "<!--", "-->", "/reject x", "<pre>", "</pre>", " ");
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
      const body = parts.join("");
      parseCommands(body);
      const quoted = body.split(/\r\n|\r|\n/).map((line) => `> ${line}`);
      expect(parseCommands(quoted.join("\n"))).toEqual({ commands: [], mistakes: [] });
    }),
  );
});
