import { type KeyAction, submitKeys } from "./submit-keys.ts";
import type { AppPorts } from "../apps/find-app.ts";
import { implement, type Implemented } from "../http/call.ts";
import { requireForge, requireRole } from "../http/require.ts";
import { addKeys, listKeys, revokeKey } from "../openapi/signing-keys.ts";
import { problem } from "../problems.ts";
import { readBase } from "../registry/judge.ts";
import type { DeveloperId } from "../../../src/core/ids/ids.ts";
import type { DeveloperBody } from "../../../src/core/registry/documents.ts";

/** Keys of developers, which are in the registry and nowhere else. */
export function signingKeyRoutes(ports: AppPorts): readonly Implemented[] {
  return [
    implement(listKeys, async ({ query, identity }) => {
      await requireRole(identity, query.developer, "viewer", ports);
      const developer = await developerOf(query.developer, ports);
      if (developer === null) throw problem("not-found", `The registry has no developer "${query.developer}".`);
      const keys = developer.keys.map(({ keyid, keyval, use, apps, member, revoked }) => ({
        keyid,
        public: keyval.public,
        use,
        ...(apps !== undefined && { apps }),
        ...(member !== undefined && { member }),
        ...(revoked !== undefined && { revoked }),
      }));
      return { status: 200, body: { developer: developer.id, seq: developer.seq, keys } };
    }),
    implement(addKeys, async ({ body, identity }) => submitKeys(body.documents, { kind: "add" }, identity, ports)),
    implement(revokeKey, async ({ params, body, identity }) => {
      const action: KeyAction = { kind: "revoke", keyid: params["keyid"] ?? "" };
      return submitKeys(body.documents, action, identity, ports);
    }),
  ];
}

async function developerOf(id: string, ports: AppPorts): Promise<DeveloperBody | null> {
  const developer = id as DeveloperId;
  const about = { place: { kind: "developer", developer }, signed: {} } as const;
  const { registry } = await readBase(requireForge(ports), [about], ports.crypto);
  return registry.developers.get(developer)?.developer ?? null;
}
