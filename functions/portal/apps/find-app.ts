import type { Identity, Role } from "../accounts/identity.ts";
import type { AppTable } from "../drafts/tables.ts";
import { requireAtLeast } from "../http/require.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import type { StoreReader } from "../store/store-reader.ts";
import { type AppId, parseAppId } from "../../../src/core/ids/ids.ts";
import type { AppDetails } from "../../../src/core/index/api-documents.ts";
import { parseSignedDocument } from "../../../src/core/json/signed-document.ts";
import type { AppBody } from "../../../src/core/registry/documents.ts";
import { appFolder } from "../../../src/core/registry/paths.ts";

/** An app that the portal knows, from wherever. */
export interface KnownApp {
  readonly id: AppId;
  readonly developer: string;
  readonly draft: AppTable | null;
  readonly published: AppDetails | null;
  /** As the registry's main branch has it; null also where it was not asked because the store has the app. */
  readonly registered: AppBody | null;
}

export type AppPorts = PortalPorts & { readonly reader: StoreReader | null };

/**
 * An app, for a member of its developer. Others do not learn whether there is one.
 *
 * @throws ProblemError `not-found`, `insufficient-role`
 */
export async function findApp(
  id: string | undefined,
  identity: Identity,
  role: Role,
  ports: AppPorts,
): Promise<KnownApp> {
  const parsed = parseAppId(id);
  const known = parsed === null ? null : await knownApp(parsed, ports);
  const own = known === null ? null : await ports.accounts.roleOf(identity.userId, known.developer);
  if (known === null || own === null) throw problem("not-found", "There is no such app of yours.");
  requireAtLeast(role, own, known.developer);
  return known;
}

/** Whose an app is says the store, then the registry; a draft only where neither has it. */
export async function knownApp(id: AppId, ports: AppPorts): Promise<KnownApp | null> {
  const { drafts, reader, forge, crypto } = ports;
  const [draft, published] = await Promise.all([drafts.app(id), reader?.app(id) ?? null]);
  if (published !== null) return { id, developer: published.owner.id, draft, published, registered: null };
  const bytes = (await forge?.read(`${appFolder(id, crypto.sha256)}/app.json`)) ?? null;
  const registered = bytes === null ? null : bodyOf(bytes);
  const developer = registered?.owner ?? draft?.developer;
  return developer === undefined ? null : { id, developer, draft, published, registered };
}

function bodyOf(bytes: Uint8Array): AppBody | null {
  const parsed = parseSignedDocument(bytes, "app.json");
  return parsed.ok ? (parsed.document.signed as unknown as AppBody) : null;
}
