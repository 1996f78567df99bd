import {
  api,
  type ApiFunction,
  type ApiModule,
  type ApiType,
  type ApiValue,
  type RmluiType,
} from "../../src/core/sdk/api.ts";

const NOTE = "<!-- Generated from src/core/sdk/api.json by `npm run generate`; a test compares. Do not edit. -->";

/** Pages of the reference of the Lua API, as Markdown for Starlight, by path from the repository's root. */
export function luaReference(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/reference/permissions.md", permissionsPage()],
    ["docs/reference/lua/index.md", overviewPage()],
    ["docs/reference/lua/language.md", languagePage()],
    ["docs/reference/lua/elements.md", elementsPage()],
    ...api.modules.map((module): [string, string] => [`docs/reference/lua/${module.name}.md`, modulePage(module)]),
  ]);
}

function page(title: string, description: string, place: readonly string[], sections: readonly string[]): string {
  const sidebar = place.length === 0 ? [] : ["sidebar:", ...place.map((line) => `  ${line}`)];
  const head = ["---", `title: ${title}`, `description: ${JSON.stringify(description)}`, ...sidebar, "---"].join("\n");
  return `${[head, NOTE, ...sections].join("\n\n")}\n`;
}

function overviewPage(): string {
  const rows = api.modules.map(({ name, summary, functions }) => {
    const needed = [...new Set(functions.flatMap(({ permission }) => permission ?? []))];
    const needs = needed.length === 0 ? "" : ` Needs ${needed.map((id) => permissionLink(id)).join(", ")}.`;
    return [`[\`${name}\`](${name}.md)`, summary + needs];
  });
  return page(
    "Lua API",
    `Every module that apps of Mosis ${api.version} have.`,
    ["label: Overview", "order: 0"],
    [
      "Modules are global tables: nothing has to be loaded. `require` loads modules of the app itself, see [the language](language.md); documents are\nchanged with [elements](elements.md).",
      table(["module", ""], rows),
      "Arguments of a wrong type raise an error, as in Lua's own libraries. What else can go wrong stands with each function: *raised* stops\nthe caller as `error` does, *given* comes as the last value, or as the last argument of `done`.",
      "`mosis types` gives all of this to the Lua Language Server, for completion and checks in an editor.",
    ],
  );
}

function modulePage({ name, summary, types, functions }: ApiModule): string {
  return page(
    name,
    summary,
    [],
    [
      summary,
      table(
        ["function", ""],
        functions.map((each) => [`[\`${name}.${each.name}\`](#${anchor(`${name}.${each.name}`)})`, each.summary]),
      ),
      ...functions.flatMap((each) => functionSection(`${name}.${each.name}`, each)),
      ...types.flatMap(typeSection),
    ],
  );
}

function functionSection(name: string, { parameters, returns, errors, permission, ...about }: ApiFunction) {
  const names = parameters.map((each) => (each.optional === true ? `${each.name}?` : each.name)).join(", ");
  return [
    `## ${name}`,
    about.summary,
    `\`\`\`lua\n${name}(${names})\n\`\`\``,
    ...list("Parameters", parameters.map(valueLine)),
    ...list(
      "Returns",
      returns.map(({ type, description }) => `${typeText(type)}: ${description}`),
    ),
    ...list(
      "Errors",
      errors.map(({ code, how, when }) => `\`${code}\` (${how}): ${when}`),
    ),
    permission === undefined
      ? `Needs no permission. Since ${about.since}.`
      : `Needs the permission ${permissionLink(permission)} (${levelOf(permission)}). Since ${about.since}.`,
    `\`\`\`lua\n${about.example.join("\n")}\n\`\`\``,
  ];
}

function typeSection({ name, summary, fields }: ApiType): readonly string[] {
  return [`## ${name}`, summary, fields.map((field) => `- ${valueLine(field)}`).join("\n")];
}

function languagePage(): string {
  const { functions, globals, libraries, forbidden } = api.language;
  return page(
    "The language",
    "What apps may use of Lua 5.4.",
    ["order: 1"],
    [
      "Apps are written in Lua 5.4. Code that comes from elsewhere, files of the phone and the insides of other code are out of reach; so is what\nwould hide from review what an app does.",
      ...functions.flatMap((each) => functionSection(each.name, each)),
      "## Libraries",
      table(
        ["library", "has"],
        libraries.map(({ name, members }) => [`\`${name}\``, members.map((member) => `\`${member}\``).join(" ")]),
      ),
      "## Globals",
      globals.map((name) => `\`${name}\``).join(" "),
      "## Not for apps",
      table(
        ["name", "because it", "rule"],
        forbidden.map(({ name, rule, what }) => [
          `\`${name}\``,
          what,
          `[${rule}](../rules.md#${rule.replace("/", "")})`,
        ]),
      ),
    ],
  );
}

function elementsPage(): string {
  return page(
    "Elements",
    "Documents, elements and events, as scripts see them.",
    ["order: 2"],
    [
      `These are RmlUi's own. A handler in RML is given ${api.rmlui.handler.map((name) => `\`${name}\``).join(", ")}; a function given to\n\`AddEventListener\` gets the event, the element and the document as arguments.`,
      ...api.rmlui.types.flatMap(rmluiSection),
    ],
  );
}

function rmluiSection({ name, summary, fields, methods, ...about }: RmluiType): readonly string[] {
  const parent = about.extends === undefined ? "" : ` Has all that \`${about.extends}\` has.`;
  return [
    `## ${name}`,
    summary + parent,
    table(
      ["field", "type", ""],
      fields.map((field) => [`\`${field.name}\``, typeText(field.type), field.description]),
    ),
    ...(methods.length === 0
      ? []
      : [
          table(
            ["method", "", "gives"],
            methods.map(({ name: method, parameters, returns, summary: what }) => [
              `\`${method}(${parameters.map((each) => each.name).join(", ")})\``,
              [what, ...parameters.map((each) => `\`${each.name}\`: ${each.description}`)].join(" "),
              returns.map(({ type, description }) => `${typeText(type)}: ${description}`).join(" "),
            ]),
          ),
        ]),
  ];
}

function permissionsPage(): string {
  const rows = api.permissions.map(({ id, level, sentence }) => [permissionLink(id, ""), level, sentence]);
  return page(
    "Permissions",
    "What apps may ask for, what people read of it, and what review does.",
    [],
    [
      "An app declares the permissions it uses in `permissions` of its manifest. *normal* ones are granted when it is installed, *dangerous*\nones when the person who owns the phone agrees while the app runs, and *system* ones only apps of the phone itself have.",
      "What an app uses is worked out from its code: `mosis inspect --permissions` lists the calls that need each.",
      table(["permission", "level", "people read"], rows),
      ...api.permissions.flatMap(({ id, level, sentence, review }) => [
        `## ${id}`,
        `*${level}*: ${sentence}.`,
        review,
        `Needed by ${functionsWith(id).join(", ")}.`,
      ]),
    ],
  );
}

function functionsWith(id: string): readonly string[] {
  return api.modules.flatMap(({ name: module, functions }) =>
    functions
      .filter(({ permission }) => permission === id)
      .map(({ name }) => `[\`${module}.${name}\`](lua/${module}.md#${anchor(`${module}.${name}`)})`),
  );
}

function permissionLink(id: string, target = "../permissions.md"): string {
  return `[${id}](${target}#${anchor(id)})`;
}

function levelOf(id: string): string {
  return api.permissions.find((permission) => permission.id === id)?.level ?? "unknown";
}

function valueLine({ name, type, optional, description }: ApiValue): string {
  return `\`${name}\`${optional === true ? ", may be left out" : ""}, ${typeText(type)}: ${description}`;
}

function typeText(type: string): string {
  return `\`${type.replaceAll("|", " or ")}\``;
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**`, lines.map((line) => `- ${line}`).join("\n")];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** As GitHub and Starlight make it of a heading. */
function anchor(heading: string): string {
  return heading.replaceAll(".", "");
}
