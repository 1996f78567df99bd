import { appView } from "./app-view.ts";
import { type AppPorts, findApp, type KnownApp, knownApp } from "./find-app.ts";
import { submitAppDocuments, submitRemoval } from "./submit-app.ts";
import type { Identity } from "../accounts/identity.ts";
import { implement, type Implemented } from "../http/call.ts";
import { etagOf, hasTag } from "../http/etag.ts";
import { requireForge, requireRole } from "../http/require.ts";
import { createApp, deleteApp, getApp, listApps, updateApp } from "../openapi/apps.ts";
import { problem } from "../problems.ts";
import { stillOpen } from "../submissions/open-submission.ts";
import { parseAppId } from "../../../src/core/ids/ids.ts";

/** Apps of the developers of which somebody is a member. */
export function appRoutes(ports: AppPorts): readonly Implemented[] {
  const { drafts, accounts, audit, crypto, now } = ports;
  const view = async (known: KnownApp) => {
    const body = await appView(known, ports);
    return { status: 200, body, headers: { etag: etagOf(body, crypto.sha256) } };
  };
  return [
    implement(listApps, async ({ query, identity }) => {
      const own = await accounts.developersOf(identity.userId);
      const developers = own.filter((each) => query.developer === undefined || each === query.developer);
      const ids = new Set<string>((await drafts.appsOf(developers)).map(({ app_id: id }) => id));
      for (const id of await publishedOf(developers, ports)) ids.add(id);
      const parsed = [...ids].toSorted().flatMap((id) => parseAppId(id) ?? []);
      const known = await Promise.all(parsed.map((id) => knownApp(id, ports)));
      // What was a draft may be somebody else's app by now.
      const mine = known.flatMap((each) => (each !== null && developers.includes(each.developer) ? [each] : []));
      return { status: 200, body: { apps: await Promise.all(mine.map((each) => appView(each, ports))) } };
    }),
    implement(createApp, async ({ body, identity }) => {
      const { developer, name = "", summary = "", categories = [] } = body;
      await requireRole(identity, developer, "maintainer", ports);
      const id = parseAppId(body.app_id);
      if (id === null) {
        const message = "A part of the id is a name that Windows keeps for devices.";
        throw problem("invalid-request", message, { errors: [{ pointer: "/app_id", message }] });
      }
      const removal = await ports.reader?.removal(id);
      if (removal != null) throw problem("app-removed", `${id} was removed for good: ${removal}`);
      const time = now().toISOString();
      const texts = { name, summary, categories: JSON.stringify(categories) };
      const about = { app_id: id, developer, created_by: identity.userId, created_at: time, updated_at: time };
      const isTaken = (await knownApp(id, ports)) !== null;
      if (isTaken || !(await drafts.addApp({ ...about, ...texts }))) {
        throw problem("app-exists", `The id ${id} is taken.`);
      }
      await audit.append({ actor: identity.userId, action: "app.create", subject: `app:${id}` });
      const { headers, ...made } = await view(await mustKnow(id, ports));
      return { ...made, status: 201, headers: { ...headers, location: `/apps/${id}` } };
    }),
    implement(getApp, async ({ params, identity }) => view(await findApp(params["id"], identity, "viewer", ports))),
    implement(updateApp, async ({ params, body, identity, ifMatch }) => {
      const known = await findApp(params["id"], identity, "maintainer", ports);
      await requireState(known, ifMatch);
      const { documents, name, summary, categories } = body;
      const isRegistered = known.published !== null || known.registered !== null;
      if (documents !== undefined || isRegistered) {
        if (documents === undefined) {
          const message = "The app is in the registry: what its pages say is changed by signed documents.";
          throw problem("invalid-request", message, { errors: [{ pointer: "/documents", message }] });
        }
        return submitAppDocuments(documents, known, submitterOf(identity, known), ports);
      }
      await drafts.changeApp(known.id, {
        ...(name !== undefined && { name }),
        ...(summary !== undefined && { summary }),
        ...(categories !== undefined && { categories: JSON.stringify(categories) }),
        updated_at: now().toISOString(),
      });
      return view(await mustKnow(known.id, ports));
    }),
    implement(deleteApp, async ({ params, identity, ifMatch }) => {
      const known = await findApp(params["id"], identity, "owner", ports);
      await requireState(known, ifMatch);
      if (known.published !== null) {
        throw problem(
          "app-published",
          `${known.id} has published versions. Yank them instead, each with its own reason.`,
        );
      }
      if (known.registered !== null) return submitRemoval(known, submitterOf(identity, known), ports);
      const { forge } = ports;
      for (const { number } of forge === null ? [] : await stillOpen(known.id, known.developer, forge, ports)) {
        await requireForge(ports).close(number, "Its developer threw the draft away.");
        await drafts.endSubmission(number);
      }
      await drafts.removeApp(known.id);
      await audit.append({ actor: identity.userId, action: "app.delete", subject: `app:${known.id}` });
      return { status: 204, body: null };
    }),
  ];

  async function requireState(known: KnownApp, list: string | null): Promise<void> {
    const etag = etagOf(await appView(known, ports), crypto.sha256);
    if (list !== null && hasTag(list, etag)) return;
    throw problem("precondition-failed", "The app is in another state than the one that `If-Match` names.", {
      headers: { etag },
    });
  }
}

function submitterOf({ userId }: Identity, { developer }: KnownApp) {
  return { userId, developer };
}

async function mustKnow(id: KnownApp["id"], ports: AppPorts): Promise<KnownApp> {
  const known = await knownApp(id, ports);
  if (known === null) throw problem("not-found", "There is no such app of yours.");
  return known;
}

async function publishedOf(developers: readonly string[], { reader }: AppPorts): Promise<readonly string[]> {
  type Developers = { readonly developers: readonly { readonly id: string; readonly apps: readonly string[] }[] };
  const file = (await reader?.json<Developers>("v1/developers.json")) ?? null;
  return file?.developers.filter(({ id }) => developers.includes(id)).flatMap(({ apps }) => apps) ?? [];
}
