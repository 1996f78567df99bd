import { addBytes, announce } from "./add-version.ts";
import { publishVersion as publish } from "./publish-version.ts";
import { submitVersion as submit } from "./submit-version.ts";
import { type KnownVersion, knownVersions, type VersionView, versionView } from "./version-view.ts";
import { type AppPorts, findApp, type KnownApp } from "../apps/find-app.ts";
import { implement, type Implemented } from "../http/call.ts";
import { etagOf } from "../http/etag.ts";
import { createVersion, getVersion, listVersions, publishVersion, submitVersion } from "../openapi/versions.ts";
import { problem } from "../problems.ts";
import { parseVersionCode } from "../../../src/core/ids/ids.ts";

/** Versions of an app, from an upload to a release. */
export function versionRoutes(ports: AppPorts): readonly Implemented[] {
  return [
    implement(listVersions, async ({ params, identity }) => {
      const app = await findApp(params["id"], identity, "viewer", ports);
      const known = await knownVersions(app, ports);
      return { status: 200, body: { versions: await Promise.all(known.map((each) => versionView(app, each, ports))) } };
    }),
    implement(createVersion, async ({ params, body, identity }) => {
      const app = await findApp(params["id"], identity, "maintainer", ports);
      const { code, upload } = await (body.kind === "bytes"
        ? addBytes(body.bytes, app, identity.userId, ports)
        : announce(body.value, app, identity.userId, ports));
      const known = await findVersion(app, String(code), ports);
      const view = { ...(await versionView(app, known, ports)), ...(upload !== null && { upload }) };
      return { status: 201, body: view, headers: { location: `/apps/${app.id}/versions/${code}`, etag: tagOf(view) } };
    }),
    implement(getVersion, async ({ params, identity }) => {
      const app = await findApp(params["id"], identity, "viewer", ports);
      return { status: 200, body: await versionView(app, await findVersion(app, params["vid"], ports), ports) };
    }),
    implement(submitVersion, async ({ params, body, identity }) => {
      const app = await findApp(params["id"], identity, "maintainer", ports);
      const version = await findVersion(app, params["vid"], ports);
      return submit(body.documents, app, version, identity.userId, ports);
    }),
    implement(publishVersion, async ({ params, body, identity }) => {
      const app = await findApp(params["id"], identity, "maintainer", ports);
      const code = codeOf(params["vid"]);
      const known = (await knownVersions(app, ports)).find((each) => each.code === code) ?? unknown(code);
      const opened = await publish(body.document ?? null, app, known, identity.userId, ports);
      if (opened !== null) return opened;
      const view = await versionView(app, known, ports);
      return { status: 200, body: view, headers: { etag: tagOf(view) } };
    }),
  ];

  function tagOf(view: VersionView): string {
    return etagOf(view, ports.crypto.sha256);
  }
}

/** @throws ProblemError `not-found` */
async function findVersion(app: KnownApp, vid: string | undefined, ports: AppPorts): Promise<KnownVersion> {
  const code = codeOf(vid);
  const found = (await knownVersions(app, ports)).find((each) => each.code === code);
  if (found === undefined) throw problem("not-found", `${app.id} has no version ${code} here.`);
  return found;
}

function codeOf(vid: string | undefined): number {
  const code = /^[1-9]\d*$/.test(vid ?? "") ? parseVersionCode(Number(vid)) : null;
  if (code === null) throw problem("not-found", "A version is named by its version code, a whole number.");
  return code;
}

/** One that came by Git and is not published. */
function unknown(code: number): KnownVersion {
  return { code, uploaded: null, indexed: null, submission: null };
}
