import type { PackageFile } from "./package-document.ts";
import type { CodeReport, NamingCall } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** Modules that `require` gives and that are no files: those of Lua and of the Mosis API. */
const BUILT_IN = /^(?:_G|coroutine|debug|io|math|os|package|string|table|utf8|mosis\..*)$/;

/** The file of the module that `require` asks for: from the folder of the entry on; null where it is none of the app's. */
export function moduleFile(name: string, entry: string): string | null {
  if (name === "" || BUILT_IN.test(name)) return null;
  return `${entry.slice(0, entry.lastIndexOf("/") + 1)}${name.replaceAll(".", "/")}.lua`;
}

/** Whether the modules and documents that Lua asks for are in the package; not all where very many are missing. */
export function namingCallFindings(
  reports: readonly CodeReport[],
  files: ReadonlyMap<string, PackageFile>,
  entry: string,
): readonly Finding[] {
  const spellings = new Map([...files.keys()].map((path) => [path.toLowerCase(), path]));
  const found = reports.flatMap(({ calls }) =>
    calls.flatMap((call) =>
      call.values.flatMap((value): readonly Finding[] => {
        const path = fileOf(call, value, entry);
        if (path === null || files.has(path)) return [];
        const { file, range } = call;
        const other = spellings.get(path.toLowerCase());
        const expected = other === undefined ? {} : { expected: spelled(value, path, other) };
        const message = `There is no file ${echo(path)}.`;
        return [finding("package/reference-missing", { file, range, message, ...expected })];
      }),
    ),
  );
  return found.slice(0, limits.code.findings);
}

function fileOf({ name }: NamingCall, value: string, entry: string): string | null {
  if (name === "require") return moduleFile(value, entry);
  return name === "ui.open" ? value.replace(/^\//, "") : null;
}

/** The string that names the other file as `value` names `path`, as it stands in Lua. */
function spelled(value: string, path: string, other: string): string {
  const at = path.lastIndexOf(value.replaceAll(".", "/"));
  const module = at === -1 ? null : other.slice(at, at + value.length).replaceAll("/", ".");
  return `"${module ?? other.slice(other.length - value.length)}"`;
}
