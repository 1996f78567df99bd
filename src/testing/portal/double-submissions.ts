import type { Octokit } from "octokit";

import { problem, type Reply } from "./double-reply.ts";
import { BASE } from "../forge/fixture.ts";
import { encodePretty, type SignedBody, type SignedDocument } from "../../core/json/signed-document.ts";
import { planSubmission, type SubmissionDraft } from "../../core/publish/plan-submission.ts";
import { pullStanding } from "../../core/publish/pull-standing.ts";
import { readMarker } from "../../core/publish/submission-marker.ts";
import { registryPath, REGISTRY_FOLDER, type RegistryPlace } from "../../core/registry/paths.ts";
import type { SubmissionKind } from "../../core/registry/submission.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ownPulls } from "../../node/registry/submit/own-pulls.ts";
import { openSubmission } from "../../node/registry/submit/submit.ts";

export type Document = SignedDocument<SignedBody & Readonly<Record<string, string>>>;

/** Submissions, which are pull requests of whoever the client is. */
export function doubleSubmissions(client: Octokit) {
  const repeated = new Map<string, Reply>();
  return { open, submission };

  async function open(kind: SubmissionKind, documents: readonly Document[], versionCode?: number): Promise<Reply> {
    const places = documents.map(({ signed }) => placeOf(signed));
    const files_ = documents.map((document, index) => ({
      path: REGISTRY_FOLDER + registryPath(places[index]!, nodeCrypto.sha256),
      bytes: encodePretty(document),
    }));
    const [{ signed } = { signed: undefined }] = documents;
    const subject = signed?.["app_id"] ?? signed?.["id"] ?? "";
    const draft = {
      kind,
      subject,
      title: `Submit ${subject}`,
      summary: [],
      files: files_,
      ...(versionCode !== undefined && { versionCode, track: "stable" }),
    } as unknown as SubmissionDraft;
    const repeatKey = JSON.stringify(files_.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));
    const before = repeated.get(repeatKey);
    if (before !== undefined) return before;
    const planned = planSubmission(
      draft,
      await ownPulls(client, BASE, (await client.rest.users.getAuthenticated()).data.login, "open"),
      nodeCrypto.sha256,
    );
    if (!planned.ok) return problem(409, "submission-open");
    const { number, url: page } = await openSubmission(client, BASE, planned.plan);
    const reply = { status: 202, body: { number, url: page, kind }, headers: { location: `/submissions/${number}` } };
    repeated.set(repeatKey, reply);
    return reply;
  }

  async function submission(number: number): Promise<Reply> {
    const { data } = await client.rest.pulls.get({ ...BASE, pull_number: number });
    const labels = data.labels.map(({ name }) => name);
    const marker = readMarker(data.body ?? "");
    const merged = data.merged ? "merged" : null;
    const { deadline: _, ...standing } = pullStanding({
      state: merged ?? (data.state === "open" ? "open" : "closed"),
      labels,
    });
    const about = { kind: marker?.kind ?? "", subject: marker?.subject ?? "" };
    const code = marker?.version_code === undefined ? {} : { version_code: marker.version_code };
    return {
      status: 200,
      body: { number, url: data.html_url, title: data.title, ...about, ...code, ...standing, report: null, checks: [] },
    };
  }
}

function placeOf(signed: Document["signed"]): RegistryPlace {
  const { _type: type, app_id: app, id: developer, locale } = signed;
  switch (type) {
    case "mosis-developer":
      return { kind: "developer", developer } as RegistryPlace;
    case "mosis-app":
      return { kind: "app", app } as RegistryPlace;
    case "mosis-listing":
      return { kind: "listing", app, locale } as RegistryPlace;
    default:
      return { kind: "version", app, versionCode: signed["version_code"] } as unknown as RegistryPlace;
  }
}
