import type { Reader } from "../i18n/reader.ts";
import type { TextKey } from "../i18n/messages.ts";
import type { VersionDiff } from "../../core/diff/diff-versions.ts";

/** What became of one thing between two versions. */
export interface DiffLineView {
  readonly tone: "added" | "removed" | "changed";
  /** The tone in a word. */
  readonly label: string;
  readonly text: string;
  /** Whether the text is a name, the same in every language. */
  readonly isName: boolean;
  /** Values or sizes before and after; empty where there are none. */
  readonly detail: string;
}

export interface DiffSectionView {
  readonly title: string;
  readonly lines: readonly DiffLineView[];
  /** How many lines were left out; null when none were. */
  readonly more: string | null;
}

/** What the view of a difference says things with; a browser has no more than that. */
export type DiffReader = Pick<Reader, "text" | "bytes" | "sentence" | "number">;

/** Texts that the view needs. */
export const DIFF_TEXTS = [
  "diff.permissions",
  "diff.hosts",
  "diff.manifest",
  "diff.files",
  "diff.size",
  "diff.added",
  "diff.removed",
  "diff.changed",
  "diff.more",
  "diff.none",
  "version.unpacked",
] as const satisfies readonly TextKey[];

/** Lines of a section; whoever needs all of them has the documents themselves. */
const MOST_LINES = 40;
/** Characters of a value of the manifest. */
const VALUE_LENGTH = 60;

/** What changed between two versions, that which matters most first. Sections without changes are left out. */
export function versionDiffView(diff: VersionDiff, reader: DiffReader): readonly DiffSectionView[] {
  const { text, bytes } = reader;
  const line = (tone: DiffLineView["tone"], name: string, detail = ""): DiffLineView => {
    return { tone, label: text(`diff.${tone}`), text: name, isName: true, detail };
  };
  const permission = (tone: "added" | "removed", id: string): DiffLineView => {
    const sentence = reader.sentence(id);
    return sentence === null ? line(tone, id) : { ...line(tone, sentence, id), isName: false };
  };
  const { permissions, hosts, manifest, files, unpacked } = diff;
  const step = (before: string, after: string): string => `${before} → ${after}`;
  return [
    section("diff.permissions", reader, [
      ...permissions.added.map((id) => permission("added", id)),
      ...permissions.removed.map((id) => permission("removed", id)),
    ]),
    section("diff.hosts", reader, [
      ...hosts.added.map((host) => line("added", host)),
      ...hosts.removed.map((host) => line("removed", host)),
    ]),
    section(
      "diff.manifest",
      reader,
      manifest.map(({ field, before, after }) => {
        const values = [before, after].flatMap((value) => (value === undefined ? [] : [shortValue(value)]));
        const tone = before === undefined ? "added" : after === undefined ? "removed" : "changed";
        return line(tone, field.slice(1), values.join(" → "));
      }),
    ),
    section("diff.files", reader, [
      ...files.added.map(({ path, length }) => line("added", path, bytes(length))),
      ...files.removed.map(({ path, length }) => line("removed", path, bytes(length))),
      ...files.changed.map(({ path, before, after }) => line("changed", path, step(bytes(before), bytes(after)))),
    ]),
    section(
      "diff.size",
      reader,
      unpacked.delta === 0
        ? []
        : [
            {
              ...line("changed", text("version.unpacked"), step(bytes(unpacked.before), bytes(unpacked.after))),
              isName: false,
            },
          ],
    ),
  ].filter(({ lines }) => lines.length > 0);
}

function section(
  title: "diff.permissions" | "diff.hosts" | "diff.manifest" | "diff.files" | "diff.size",
  { text, number }: DiffReader,
  lines: readonly DiffLineView[],
): DiffSectionView {
  const left = lines.length - MOST_LINES;
  return {
    title: text(title),
    lines: lines.slice(0, MOST_LINES),
    more: left > 0 ? text("diff.more", { count: number(left) }) : null,
  };
}

function shortValue(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text;
}
