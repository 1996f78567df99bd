import { bytesFormat } from "../i18n/format-bytes.ts";
import { diffHtml } from "../view/diff-html.ts";
import { versionDiffView } from "../view/version-diff.ts";
import { type CompareWords, wordsReader } from "../view/words-reader.ts";
import { diffVersions } from "../../core/diff/diff-versions.ts";
import type { VersionDocument } from "../../core/index/api-documents.ts";

interface ListedVersion {
  readonly version: string;
  readonly version_code: number;
}

/** Lets people choose two versions, which stand in the address, too, and shows what is between them. */
export async function startComparing(page: Document): Promise<void> {
  const form = page.querySelector<HTMLFormElement>(".compare");
  const result = page.querySelector(".result");
  if (form === null || result === null) return;
  const { app = "", words = "{}" } = form.dataset;
  const spoken = JSON.parse(words) as CompareWords;
  const reader = wordsReader(spoken, bytesFormat(spoken.format));
  const load = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(`/v1/apps/${app}/${path}.json`);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  };
  const [from, to] = [form["from"], form["to"]] as [HTMLSelectElement, HTMLSelectElement];
  const show = async (): Promise<void> => {
    const [before, after] = await Promise.all(
      [from, to].map(({ value }) => load<VersionDocument>(`versions/${Number(value)}`)),
    );
    if (!before || !after) return;
    const diff = diffVersions(before, after);
    const html = diffHtml(versionDiffView(diff, reader), "h2");
    result.innerHTML = html === "" ? "<p></p>" : html;
    if (html === "" && result.firstChild)
      result.firstChild.textContent = reader.text(diff.same ? "diff.same" : "diff.none");
  };
  const attempt = async (): Promise<void> => {
    try {
      await show();
    } catch {
      result.textContent = reader.text("compare.failed");
    }
  };
  try {
    const { versions } = await load<{ readonly versions: readonly ListedVersion[] }>("versions");
    const asked = new URLSearchParams(location.search);
    const fill = (select: HTMLSelectElement, fallback: number): void => {
      select.append(
        ...versions.map(({ version, version_code: code }) => new Option(`${version} (${code})`, `${code}`)),
      );
      select.value = asked.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.selectedIndex = Math.min(fallback, versions.length - 1);
    };
    fill(from, 1);
    fill(to, 0);
    form.addEventListener("change", () => {
      history.replaceState(null, "", `?from=${from.value}&to=${to.value}`);
      void attempt();
    });
    await attempt();
  } catch {
    result.textContent = reader.text("compare.failed");
  }
}
