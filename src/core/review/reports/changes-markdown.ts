import { plainMarkdown } from "./plain-markdown.ts";
import type { VersionComparison } from "./version-comparison.ts";
import type { ApiCall } from "../../code/api-calls.ts";
import type { DiffedPermission, PackageDiff } from "../../diff/diff-packages.ts";
import type { SizeChange } from "../../diff/diff-versions.ts";
import { echoJson } from "../../findings/finding.ts";

/** Rows of a list; more are counted. */
const MAX_ROWS = 40;

/** What a version changes, permissions first, as lines of Markdown. */
export function changesMarkdown(comparison: VersionComparison): readonly string[] {
  const {
    app,
    version,
    version_code: code,
    track,
    previous,
    hosts,
    calls,
    manifest,
    files,
    packed,
    unpacked,
  } = comparison;
  const from =
    previous === null ? "first version" : `after ${plainMarkdown(previous.version)} (${previous.version_code})`;
  return [
    `### ${plainMarkdown(app)} ${plainMarkdown(version)} (${code}), ${track}, ${from}`,
    "",
    ...permissionLines(comparison),
    ...rows(hosts.added, (host) => `- **+** host ${plainMarkdown(host)}`),
    ...rows(hosts.removed, (host) => `- **−** host ${plainMarkdown(host)}`),
    ...rows(manifest, ({ field, before, after }) => {
      const show = (value: typeof before): string => (value === undefined ? "nothing" : plainMarkdown(echoJson(value)));
      return `- manifest ${plainMarkdown(field)}: ${show(before)} → ${show(after)}`;
    }),
    ...callLines(calls),
    `- package ${sizes(packed)}${unpacked === null ? "" : `, unpacked ${sizes(unpacked)}`}`,
    "",
    ...(files === null ? ["Files were not compared: a package was not at hand.", ""] : fileLines(files)),
  ];
}

function permissionLines({ permissions, reasons, previous }: VersionComparison): readonly string[] {
  const { added, removed } = permissions;
  if (added.length + removed.length === 0) return [`- permissions: ${previous === null ? "none" : "no change"}`];
  const describe = ({ id, level, sentence }: DiffedPermission): string =>
    `${plainMarkdown(id)} (${level ?? "unknown"}${sentence === null ? "" : `: ${sentence}`})`;
  return [
    ...rows(added, (permission) => {
      const reason = reasons[permission.id];
      const why = reason === undefined ? "no reason given" : `reason: ${plainMarkdown(reason)}`;
      return `- **+** permission ${describe(permission)}; ${why}`;
    }),
    ...rows(removed, (permission) => `- **−** permission ${describe(permission)}`),
  ];
}

/** Calls that need a permission each by itself, the others by name only. */
function callLines(calls: VersionComparison["calls"]): readonly string[] {
  if (calls === null) return ["- calls were not compared: a package was not at hand"];
  const lines = (list: readonly ApiCall[], sign: string): readonly string[] => {
    const needing = list.filter(({ permissions }) => permissions.length > 0);
    const others = list.filter(({ permissions }) => permissions.length === 0).map(({ call }) => plainMarkdown(call));
    return [
      ...rows(needing, ({ call, permissions, file, line, count }) => {
        const place = `${plainMarkdown(file)}:${line}${count === 1 ? "" : `, ${count} times`}`;
        return `- **${sign}** call ${plainMarkdown(call)} (${plainMarkdown(permissions.join(", "))}): ${place}`;
      }),
      ...(others.length === 0 ? [] : [`- **${sign}** calls without permission: ${others.join(", ")}`]),
    ];
  };
  return [...lines(calls.added, "+"), ...lines(calls.removed, "−")];
}

function fileLines({ added, removed, changed }: PackageDiff["files"]): readonly string[] {
  const counts = `${added.length} files added, ${removed.length} removed, ${changed.length} changed`;
  if (added.length + removed.length + changed.length === 0) return [`${counts}.`, ""];
  return [
    `<details><summary>${counts}</summary>`,
    "",
    ...rows(added, ({ path, length }) => `- **+** ${plainMarkdown(path)}, ${length} bytes`),
    ...rows(removed, ({ path, length }) => `- **−** ${plainMarkdown(path)}, ${length} bytes`),
    ...rows(changed, ({ path, before, after }) => `- ${plainMarkdown(path)}, ${before} → ${after} bytes`),
    "",
    "</details>",
    "",
  ];
}

function sizes({ before, after, delta }: SizeChange): string {
  if (before === 0) return `${after} bytes`;
  return `${before} → ${after} bytes (${delta > 0 ? "+" : ""}${delta})`;
}

function rows<Item>(items: readonly Item[], show: (item: Item) => string): readonly string[] {
  const more = items.length - MAX_ROWS;
  return [...items.slice(0, MAX_ROWS).map(show), ...(more > 0 ? [`- and ${more} more`] : [])];
}
