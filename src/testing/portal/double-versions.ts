import { createHash } from "node:crypto";

import { type DoubleState, problem, type Reply } from "./double-reply.ts";
import type { Document, doubleSubmissions } from "./double-submissions.ts";
import { readPackage } from "../../core/package/read-package.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

interface Package {
  readonly version: string;
  readonly versionCode: number;
  readonly length: number;
  readonly sha256: string;
  submission: number | null;
}

/** Drafts of apps, their packages, and where these lie. */
export function doubleVersions(
  state: Pick<DoubleState, "developers" | "directBytes">,
  url: string,
  { open }: Pick<ReturnType<typeof doubleSubmissions>, "open">,
) {
  const files = new Map<string, Buffer>();
  const apps = new Map<string, { readonly developer: string; readonly packages: Map<number, Package> }>();
  return { files, take, drafted, one, listed, uploaded, version, versions, submitted };

  function take(path: string, bytes: Buffer): Reply {
    if (!path.includes(createHash("sha256").update(bytes).digest("hex"))) return problem(400, "other-bytes");
    files.set(path, bytes);
    return { status: 200, body: "" };
  }

  function drafted({ app_id: app, developer }: { app_id: string; developer: string }): Reply {
    if (!state.developers.has(developer)) return problem(403, "not-a-member");
    apps.set(app, { developer, packages: new Map() });
    return { status: 201, body: appView(app) };
  }

  function one(app: string): Reply {
    return apps.has(app) ? { status: 200, body: appView(app) } : problem(404, "not-found");
  }

  function listed(): Reply {
    return { status: 200, body: { apps: [...apps.keys()].map(appView) } };
  }

  function appView(app: string) {
    const { developer = "", packages = new Map<number, Package>() } = apps.get(app) ?? {};
    const submission = [...packages.values()].findLast((each) => each.submission !== null)?.submission ?? null;
    const texts = { name: "", summary: "", categories: [] };
    const times = { created_at: "2026-11-01T12:00:00Z", updated_at: "2026-11-01T12:00:00Z" };
    return { app_id: app, developer, ...texts, status: submission === null ? "draft" : "review", submission, ...times };
  }

  function uploaded(app: string, { bytes, sent }: { readonly bytes: Buffer; readonly sent: unknown }): Reply {
    const known = apps.get(app)?.packages ?? new Map<number, Package>();
    if (!apps.has(app)) apps.set(app, { developer: "grace", packages: known });
    if (sent === null && bytes.length > state.directBytes) return problem(413, "too-large");
    const own = sent === null ? readPackage(bytes, nodePackagePorts).opened?.manifest : null;
    const announced = sent as { version: string; version_code: number; length: number; sha256: string };
    const sha256 = own ? createHash("sha256").update(bytes).digest("hex") : announced.sha256;
    const versionCode = own?.version_code ?? announced.version_code;
    if (own) files.set(`/files/${sha256}.mosis`, bytes);
    const before = known.get(versionCode);
    if (before !== undefined && before.sha256 !== sha256 && before.submission !== null)
      return problem(409, "version-exists");
    const made = {
      version: own?.version ?? announced.version,
      versionCode,
      length: own ? bytes.length : announced.length,
      sha256,
    };
    known.set(versionCode, { ...made, submission: before?.submission ?? null });
    const upload = {
      method: "PUT",
      url: `${url}/upload/${sha256}.mosis`,
      headers: { "x-kept": "yes" },
      expires_at: "2026-11-01T13:00:00Z",
    };
    return { status: 201, body: { ...versionView(app, versionCode), ...(own ? {} : { upload }) } };
  }

  function versionView(app: string, code: number) {
    const own = apps.get(app)?.packages.get(code);
    if (own === undefined) throw new TypeError(`the double has no version ${code} of ${app}`);
    const { version: name, length, sha256, submission } = own;
    const path = `/files/${sha256}.mosis`;
    const file = files.has(path) ? { url: url + path, length, sha256 } : null;
    const status = submission === null ? "draft" : "submitted";
    const times = { created_at: "2026-11-01T12:00:00Z", published_at: null };
    return { app_id: app, version_code: code, version: name, status, package: file, submission, ...times };
  }

  function version(app: string, code: number): Reply {
    return { status: 200, body: versionView(app, code) };
  }

  function versions(app: string): Reply {
    const own = apps.get(app);
    if (own === undefined) return problem(404, "not-found");
    return {
      status: 200,
      body: { versions: [...own.packages.keys()].toReversed().map((code) => versionView(app, code)) },
    };
  }

  async function submitted(app: string, code: number, documents: readonly Document[]): Promise<Reply> {
    const own = apps.get(app)?.packages.get(code);
    if (own === undefined || !files.has(`/files/${own.sha256}.mosis`)) return problem(409, "package-missing");
    const reply = await open(documents.length > 1 ? "new-app" : "version", documents, code);
    own.submission = (reply.body as { readonly number: number }).number;
    return reply;
  }
}
