import JSZip from "jszip";
import type { Octokit } from "octokit";

import { REPORT_ARTIFACT, REPORT_BYTES, REPORT_FILE } from "./untrusted-report.ts";
import type { RepositoryName } from "../../forge-commit.ts";
import { asForgeError } from "../../forge-error.ts";

/** The report that a run uploaded; null where there is none, or it is too large. */
export async function fetchReport(octokit: Octokit, name: RepositoryName, run: number): Promise<Uint8Array | null> {
  const { rest } = octokit;
  const { data } = await asForgeError(() =>
    rest.actions.listWorkflowRunArtifacts({ ...name, run_id: run, name: REPORT_ARTIFACT }),
  );
  const artifact = data.artifacts.find((each) => each.name === REPORT_ARTIFACT);
  if (artifact === undefined || artifact.size_in_bytes > REPORT_BYTES) return null;
  const at = { ...name, artifact_id: artifact.id, archive_format: "zip" };
  const archive = await asForgeError(() => rest.actions.downloadArtifact(at));
  return unpack(new Uint8Array(archive.data as ArrayBuffer));
}

/** Inflates no more than a report may have. */
async function unpack(archive: Uint8Array): Promise<Uint8Array | null> {
  const zip = await JSZip.loadAsync(archive).catch(() => null);
  const stream = zip?.file(REPORT_FILE)?.nodeStream();
  if (stream === undefined) return null;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= REPORT_BYTES) return void chunks.push(chunk);
      stream.pause();
      resolve(null);
    });
    stream.on("error", () => resolve(null));
    stream.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}
