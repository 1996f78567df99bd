import { decodePng, type ImagePorts } from "./decode-png.ts";
import { referenceFindings } from "./file-references.ts";
import { completenessFindings, type Locale, readLocale } from "./locales.ts";
import { namingCallFindings } from "./naming-calls.ts";
import type { FileDigest, PackageFile } from "./package-document.ts";
import { MANIFEST_PATH, type PackagePath } from "./package-path.ts";
import { payloadFindings } from "./payload.ts";
import { permissionUseFindings } from "./permission-uses.ts";
import { globalNameFindings } from "./global-names.ts";
import { networkRequestFindings } from "./network-requests.ts";
import { textKeyFindings } from "./text-keys.ts";
import { unusedFileFindings } from "./unused-files.ts";
import { checkCode, isCode } from "../code/check-code.ts";
import { type ApiUse, type CodeReport, isRead } from "../code/code-report.ts";
import type { RuleId } from "../findings/catalogue.ts";
import { echo, type Finding, finding, sortFindings } from "../findings/finding.ts";
import type { JsonDocument } from "../json/parse.ts";
import { limits } from "../limits.ts";
import { ICON_SIZES, type Manifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";

/** What a set of files is as an app. `manifest` is null when it is missing or has an error of its own. */
export interface PackageReport {
  readonly manifest: Manifest | null;
  /** Sorted. */
  readonly findings: readonly Finding[];
  /** What the code uses of the API, each function once a file. */
  readonly uses: readonly ApiUse[];
}

/** A report of a package that was read where it lies. */
export interface SourceReport extends PackageReport {
  /** What each file is: with these it can be opened, and not be taken for what it is not. */
  readonly digests: ReadonlyMap<string, FileDigest>;
}

/** Hears which file is looked at from now on; null when files are only compared with each other. */
export type Begin = (file: PackagePath | null) => void;

/**
 * The package-scope rules: what `mosis validate`, review, the store's upload page and the device's install check all say about
 * the same files. `data` of each file is asked for once, and once more for the manifest and icons.
 */
export function checkPackage(
  files: readonly PackageFile[],
  ports: ImagePorts,
  begin: Begin = () => undefined,
): PackageReport {
  const byPath = new Map<string, PackageFile>(files.map((file) => [file.path, file]));
  const manifestFile = byPath.get(MANIFEST_PATH);
  if (manifestFile === undefined) {
    return { manifest: null, findings: [manifestMissing()], uses: [] };
  }
  begin(manifestFile.path);
  const { manifest, document, findings } = parseManifest(manifestFile.data);
  const all = [...findings, ...checkPathTotal(files)];
  const icons = new Set(Object.values(manifest?.icons ?? {}));
  const locales: Locale[] = [];
  const reports: CodeReport[] = [];
  for (const each of files) {
    const { path } = each;
    begin(path);
    // A file that is read anew at each access is read here once.
    const { data } = each;
    const file = { path, data };
    const locale = readLocale(file);
    const code = isCode(path) ? checkCode(path, new TextDecoder().decode(data)) : null;
    // More is said of an icon below.
    const payload = payloadFindings(file).filter(({ rule }) => rule !== "package/file-type" || !icons.has(path));
    all.push(...payload, ...(locale?.findings ?? []), ...(code?.findings ?? []));
    if (locale?.locale != null) locales.push(locale.locale);
    if (code !== null) reports.push(code);
  }
  begin(null);
  // Lists: what many files give is too much for the arguments of one call.
  const ofFiles = [
    ...referenceFindings(
      reports.flatMap(({ references }) => references),
      byPath,
    ),
    ...confirmedFindings(reports),
    ...globalNameFindings(reports),
  ];
  const ofManifest =
    manifest === null || document === null
      ? []
      : [
          ...checkReferences(manifest, document, byPath, ports, begin),
          ...permissionUseFindings(manifest, document, reports),
          ...networkRequestFindings(manifest, reports),
          ...namingCallFindings(reports, byPath, manifest.entry),
          // Without a first document nothing would be used, and what cannot be read may use anything.
          ...(byPath.has(manifest.entry) && reports.every(isRead)
            ? unusedFileFindings(files, reports, manifest.entry)
            : []),
          ...completenessFindings(locales, manifest),
          ...textKeyFindings(locales, manifest, reports),
        ];
  const uses = reports.flatMap((report) => report.uses);
  return { manifest, findings: sortFindings([...all, ...ofFiles, ...ofManifest]), uses };
}

/** What one file left in doubt, as far as no file gives the name a meaning. */
function confirmedFindings(reports: readonly CodeReport[]): readonly Finding[] {
  const own = new Set<string>();
  for (const report of reports) {
    for (const name of report.own) own.add(name);
    for (const text of report.strings) own.add(`name ${text}`);
  }
  return reports.flatMap(({ doubts }) =>
    doubts.flatMap(({ finding: found, unless }) => (own.has(unless) ? [] : [found])),
  );
}

/** What there is to say of files that are no app. */
export function manifestMissing(): Finding {
  return finding("manifest/missing", { file: MANIFEST_PATH, message: "There is no manifest.json." });
}

/** Bytes of `{"length":,"path":"","sha256":""},` with a digest and the longest length. */
const RECORD_BYTES = 107;

/** Many files with long paths make a `signature.sig` that no reader of JSON would take. */
function checkPathTotal(files: readonly PackageFile[]): readonly Finding[] {
  const bytes = files.reduce((total, { path }) => total + path.length + RECORD_BYTES, 0);
  const { documentBytes } = limits.package;
  if (bytes <= documentBytes) return [];
  const message = `The list of the ${files.length} files that is signed has up to ${bytes} bytes.`;
  return [
    finding("package/too-large", { message, expected: `at most ${documentBytes} bytes: fewer files or shorter paths` }),
  ];
}

function checkReferences(
  manifest: Manifest,
  document: JsonDocument,
  files: ReadonlyMap<string, PackageFile>,
  ports: ImagePorts,
  begin: Begin,
): readonly Finding[] {
  const found: Finding[] = [];
  const report = (rule: RuleId, pointer: string, message: string, expected?: string): void => {
    const range = document.locate(pointer);
    found.push(
      finding(rule, { file: document.file, pointer, range, message, ...(expected !== undefined && { expected }) }),
    );
  };
  if (!files.has(manifest.entry))
    report("package/entry-missing", "/entry", `There is no file ${echo(manifest.entry)}.`);
  for (const size of ICON_SIZES) {
    const path = manifest.icons[size];
    const icon = files.get(path);
    const pointer = `/icons/${size}`;
    if (icon === undefined) {
      report("package/icon-missing", pointer, `There is no file ${echo(path)}.`);
      continue;
    }
    begin(icon.path);
    const pixels = decodePng(icon.data, ports);
    if (!pixels.ok) report("package/icon-format", pointer, `${echo(path)} ${pixels.problem}.`);
    else if (pixels.width !== Number(size) || pixels.height !== Number(size)) {
      const message = `${echo(path)} is ${pixels.width} x ${pixels.height} pixels.`;
      report("package/icon-size", pointer, message, `${size} x ${size} pixels`);
    }
  }
  begin(null);
  const locale = manifest.default_locale;
  if (locale !== undefined && !files.has(`locales/${locale}.json`)) {
    report("package/default-locale-missing", "/default_locale", `There is no file "locales/${locale}.json".`);
  }
  return found;
}
