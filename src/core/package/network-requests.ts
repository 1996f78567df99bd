import type { CodeReport } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** Scheme and authority of an address (RFC 3986, section 3), and what ends the authority. */
const BEGINNING = /^(?<scheme>[a-z][a-z0-9+.-]*):(?:\/\/(?<authority>[^/?#\\]*)(?<end>[/?#\\]?))?/i;

/** Whether code connects over https to the hosts that the manifest names. Of addresses that are put together, the beginning counts. */
export function networkRequestFindings(
  { network }: Pick<Manifest, "network">,
  reports: readonly CodeReport[],
): readonly Finding[] {
  const hosts = network?.hosts ?? [];
  const requests = reports.flatMap((report) => report.requests);
  return requests.flatMap(({ url, file, range }) => {
    const { scheme, authority, end } = BEGINNING.exec(url?.text ?? "")?.groups ?? {};
    if (url === null || scheme === undefined) {
      const message = "The address of this request is put together while the app runs.";
      return [finding("network/computed-host", { file, range, message })];
    }
    if (scheme.toLowerCase() !== "https") {
      const message = `The request goes over ${echo(scheme)}.`;
      return [finding("network/insecure", { file, range, message, expected: "https" })];
    }
    if (end === "" && !url.isWhole) {
      const message = `The host of this request begins with ${echo(authority ?? "")} and is put together while the app runs.`;
      return [finding("network/computed-host", { file, range, message })];
    }
    const host = (authority ?? "")
      .replace(/^[^]*@/, "")
      .replace(/:\d*$/, "")
      .toLowerCase();
    if (hosts.some((pattern) => covers(pattern, host))) return [];
    const message = `The host ${echo(host)} is not among \`network.hosts\` of the manifest.`;
    return [finding("network/undeclared-host", { file, range, message })];
  });
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && host !== pattern.slice(2) : host === pattern;
}
