import { type Difference, difference } from "./difference.ts";
import { equalBytes } from "../bytes.ts";
import type { StoreIndex } from "../index/build-index.ts";
import { canonicalize } from "../json/canonical.ts";
import type { TargetRecord, TargetsMetadata } from "../trust/metadata.ts";

type Targets = StoreIndex["targets"];

/**
 * Compares what a bin lists with what it must list.
 *
 * @param inBin the targets that belong into this bin
 * @param everywhere the targets of all bins
 */
export function compareBin(
  { file, targets }: Pick<TargetsMetadata, "file" | "targets">,
  inBin: Targets,
  everywhere: Targets,
): readonly Difference[] {
  const listed = [...targets].flatMap(([entry, { sha256, length, custom }]): readonly Difference[] => {
    const actual = { sha256, length };
    const right = inBin.get(entry);
    if (right === undefined)
      return [difference(file, everywhere.has(entry) ? "wrong-bin" : "unexpected", { entry, actual })];
    const expected = { sha256: right.sha256, length: right.length };
    if (sha256 !== right.sha256 || length !== right.length)
      return [difference(file, "different", { entry, expected, actual })];
    if (hasCustom(right.custom, custom)) return [];
    const message = "It announces the right document, but other versions than are in it.";
    return [difference(file, "different", { entry, expected, actual, message })];
  });
  const absent = [...inBin].filter(([entry]) => !targets.has(entry));
  return [
    ...listed,
    ...absent.map(([entry, { sha256, length }]) =>
      difference(file, "missing", { entry, expected: { sha256, length } }),
    ),
  ];
}

function hasCustom(a: TargetRecord["custom"], b: TargetRecord["custom"]): boolean {
  return equalBytes(canonicalize(a), canonicalize(b));
}
