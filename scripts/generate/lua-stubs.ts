import { api, type ApiFunction, type ApiType, type ApiValue, type RmluiType } from "../../src/core/sdk/api.ts";

type Callable = Pick<ApiFunction, "summary" | "parameters" | "returns">;

/** Definitions for the Lua Language Server (https://luals.github.io/wiki/annotations/): no code, but annotations of everything. */
export function luaStubs(): string {
  const { version, modules, language, rmlui } = api;
  return [
    "---@meta",
    `-- The Lua API of Mosis ${version}. Generated from api.json; nothing here runs.`,
    ...rmlui.types.flatMap(rmluiClass),
    ...language.functions.flatMap((each) => ["", ...callable(each), ...heading(each.name, each)]),
    ...modules.flatMap(({ name, summary, types, functions }) => [
      ...types.flatMap(typeClass),
      "",
      ...comment(summary),
      `${name} = {}`,
      ...functions.flatMap((each) => [
        "",
        ...callable(each),
        ...(each.permission === undefined ? [] : comment(`Needs the permission \`${each.permission}\`.`)),
        ...heading(`${name}.${each.name}`, each),
      ]),
    ]),
    "",
  ].join("\n");
}

function rmluiClass(type: RmluiType): readonly string[] {
  const local = type.name.toLowerCase();
  return [
    ...typeClass(type),
    `local ${local} = {}`,
    ...type.methods.flatMap((method) => ["", ...callable(method), ...heading(`${local}:${method.name}`, method)]),
  ];
}

function typeClass(type: ApiType & Pick<RmluiType, "extends">): readonly string[] {
  const parent = type.extends === undefined ? "" : `: ${type.extends}`;
  return [
    "",
    ...comment(type.summary),
    `---@class ${type.name}${parent}`,
    ...type.fields.map((field) => `---@field ${annotated(field)}`),
  ];
}

function callable({ summary, parameters, returns }: Callable): readonly string[] {
  return [
    ...comment(summary),
    ...parameters.map((parameter) => `---@param ${annotated(parameter)}`),
    ...returns.map(({ type, description }) => `---@return ${type} # ${description}`),
  ];
}

function annotated({ name, type, optional, description }: ApiValue): string {
  return `${name}${optional === true ? "?" : ""} ${type} # ${description}`;
}

function heading(name: string, { parameters }: Callable): readonly string[] {
  return [`function ${name}(${parameters.map((parameter) => parameter.name).join(", ")}) end`];
}

function comment(text: string): readonly string[] {
  return [`--- ${text}`];
}
