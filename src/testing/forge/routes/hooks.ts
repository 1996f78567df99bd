import { repositoryOf, requireWriter } from "../access.ts";
import { invalid, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { asRecord, requireText } from "../fields.ts";
import { type Answer, type Call, created, type JsonBody, noContent } from "../http.ts";
import { page } from "../paging.ts";
import type { HookRecord, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";

export const hookRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/hooks", handle: listHooks },
  { method: "POST", path: "/repos/:owner/:repo/hooks", exclusive: true, handle: createHook },
  { method: "DELETE", path: "/repos/:owner/:repo/hooks/:id", exclusive: true, handle: deleteHook },
  { method: "GET", path: "/repos/:owner/:repo/hooks/:id/deliveries", handle: listDeliveries },
];

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

function createHook(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository);
  const config = asRecord(call.body["config"]);
  const url = requireText(config, "Hook", "url");
  // This forge knocks at no door but those of its own machine.
  if (!URL.canParse(url) || !LOOPBACK.has(new URL(url).hostname)) {
    throw invalid({ resource: "Hook", field: "url", code: "invalid", message: "Only addresses of this machine." });
  }
  const events = call.body["events"];
  const hook: HookRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    url,
    secret: typeof config["secret"] === "string" ? config["secret"] : "",
    events: Array.isArray(events) ? events.map(String) : ["push"],
    createdAt: backend.now(),
    deliveries: [],
  };
  backend.store.state.hooks.push(hook);
  return created(hookView(backend, repository, hook));
}

function listHooks(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository);
  const all = backend.store.state.hooks.filter((hook) => hook.repository === repository.id);
  const { items, answer } = page(call, all);
  return answer(items.map((hook) => hookView(backend, repository, hook)));
}

function deleteHook(call: Call, backend: Backend): Answer {
  const { hooks } = backend.store.state;
  hooks.splice(hooks.indexOf(hookOf(call, backend)), 1);
  return noContent;
}

/** Newest first. */
function listDeliveries(call: Call, backend: Backend): Answer {
  const { items, answer } = page(call, hookOf(call, backend).deliveries.toReversed());
  return answer(
    items.map(({ guid, event, at, status }) => ({
      guid,
      event,
      delivered_at: at,
      status_code: status,
      status: status >= 200 && status < 300 ? "OK" : "failed to connect to host",
    })),
  );
}

function hookOf(call: Call, backend: Backend): HookRecord {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository);
  const hook = backend.store.state.hooks.find(
    (each) => each.repository === repository.id && String(each.id) === call.params["id"],
  );
  if (hook === undefined) throw notFound();
  return hook;
}

/** A secret is never told again. */
function hookView({ links }: Backend, repository: RepositoryRecord, hook: HookRecord): JsonBody {
  return {
    id: hook.id,
    type: "Repository",
    name: "web",
    active: true,
    events: hook.events,
    config: { url: hook.url, content_type: "json", ...(hook.secret !== "" && { secret: "********" }) },
    created_at: hook.createdAt,
    url: `${links.repositoryApi(repository)}/hooks/${hook.id}`,
  };
}
