import type { ChangedDocument } from "./review.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { appendPointer } from "../json/value.ts";
import type { ListingBody, VersionBody } from "../registry/documents.ts";
import { emptyAlts } from "../text/alt-text.ts";
import { lineProblem, markdownProblem, type TextProblem } from "../text/store-text.ts";

/** What people will read of a document in the store. The manifest in a version is checked with its package. */
export function textFindings({ change, document }: ChangedDocument): readonly Finding[] {
  const remark = (pointer: string, problem: TextProblem | null): readonly Finding[] =>
    problem === null ? [] : [finding(problem.rule, { file: change.path, pointer, message: problem.message })];
  const markdown = (at: string, lines: readonly string[]): readonly Finding[] =>
    lines.flatMap((line, index) => remark(appendPointer(at, index), markdownProblem(line)));
  switch (document.place.kind) {
    case "listing": {
      const listing = document.body as unknown as ListingBody;
      return [
        ...remark("/signed/name", lineProblem(listing.name)),
        ...remark("/signed/summary", lineProblem(listing.summary)),
        ...markdown("/signed/description", listing.description),
        ...listing.screenshots.flatMap(({ alt }, index) =>
          remark(`/signed/screenshots/${index}/alt`, lineProblem(alt)),
        ),
        ...altFindings(change.path, listing),
      ];
    }
    case "version": {
      const { notes } = document.body as unknown as VersionBody;
      return Object.entries(notes).flatMap(([locale, lines]) =>
        markdown(appendPointer("/signed/notes", locale), lines),
      );
    }
    default:
      return [];
  }
}

function altFindings(file: string, { name, screenshots }: ListingBody): readonly Finding[] {
  const alts = screenshots.map(({ alt }) => alt);
  return emptyAlts(name, alts).map((index) => {
    const message = `${echo(alts[index] ?? "")} does not say what this picture shows.`;
    return finding("listing/screenshot-alt", { file, pointer: `/signed/screenshots/${index}/alt`, message });
  });
}
