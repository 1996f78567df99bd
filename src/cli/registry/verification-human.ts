import type { ChosenCommit } from "./choose-commit.ts";
import type { Difference } from "../../core/audit/difference.ts";
import type { BlobReference } from "../../core/registry/package-facts.ts";
import type { StoreVerification } from "../../node/registry/verify/verify-store.ts";
import { shortId } from "../render/text.ts";
import type { Style } from "../terminal/style.ts";

/** Differences that people are shown; the JSON document has all. */
const SHOWN = 20;

const COMMIT_FROM: Readonly<Record<ChosenCommit["from"], string>> = {
  given: "as given",
  published: "published last",
  head: "HEAD",
};

/** What `mosis registry verify` prints for people. */
export function verificationHuman(
  store: string,
  { from, notes }: ChosenCommit,
  result: StoreVerification,
  style: Style,
): string {
  const { differences } = result;
  const registry = `the registry "${result.name}" at ${shortId(result.commit)} (${COMMIT_FROM[from]})`;
  const verdict =
    differences.length === 0
      ? `${style("green", "Verified")}: ${store} is what ${registry} makes it.`
      : `${style("red", "Not verified")}: ${store} differs from ${registry} in ${count(differences.length, "place")}.`;
  const rest = differences.length - SHOWN;
  const sections = [
    ...differences.slice(0, SHOWN).map((each) => differenceText(each, style)),
    ...(rest > 0 ? [`and ${rest} more; \`--json\` has all of them.`] : []),
    factLines(result).join("\n"),
    [...notes, ...remarks(result)].join("\n"),
    verdict,
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function differenceText({ path, kind, entry, expected, actual, message, because }: Difference, style: Style): string {
  const place = entry === null ? path : `${path}, ${entry}`;
  return [
    `${style("bold", place)}  ${style(because === null ? "red" : "yellow", kind)}`,
    ...(message === null ? [] : [`  ${message}`]),
    ...(expected === null ? [] : [`  expected  ${factsText(expected)}`]),
    ...(actual === null ? [] : [`  found     ${factsText(actual)}`]),
    ...(because === null ? [] : [`  perhaps only because of ${because}`]),
  ].join("\n");
}

function factsText({ sha256, length }: BlobReference): string {
  return `${length} bytes, SHA-256 ${sha256}`;
}

function factLines(result: StoreVerification): readonly string[] {
  const { apps, files, root, targets, snapshot, timestamp, bins } = result;
  const version = (file: StoreVerification["snapshot"]): string =>
    file === null ? "not verified" : `${file.version}, until ${file.expires}`;
  return [
    `  compared   ${count(files, "file")} of ${count(apps, "app")}`,
    `  root       ${root}`,
    `  targets    ${targets}, ${count(bins, "bin")} verified`,
    `  snapshot   ${version(snapshot)}`,
    `  timestamp  ${version(timestamp)}`,
  ];
}

function remarks({ missing, findings, repacked, unserved, extra }: StoreVerification): readonly string[] {
  return [
    ...missing.map(({ url, reason }) => `${url} cannot be had: ${reason}.`),
    ...findings.map(({ rule, file, message }) => `${file ?? "The registry"} is left out (${rule}): ${message}`),
    ...(repacked.length > 0
      ? [`${count(repacked.length, "delta")} packed by another zlib: other bytes, but they give the right packages.`]
      : []),
    ...unserved.map((path) => `${path} is not served, as usual where the host obeys it; it was not compared.`),
    extra === null
      ? "Files that the index does not name cannot be listed over HTTP."
      : `Beyond the index: ${count(extra.older.length, "file")} of earlier states, ${count(extra.outside.length, "page or other file", "pages and other files")}; not compared.`,
  ];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
