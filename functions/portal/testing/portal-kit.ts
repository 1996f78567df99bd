import { Kysely } from "kysely";

import { APP_ACCOUNT, MemoryForge } from "./memory-forge.ts";
import type { Identity, Role, Scope } from "../accounts/identity.ts";
import type { AuditEvent } from "../audit/audit-log.ts";
import { portalApi } from "../api.ts";
import { sqlDrafts } from "../drafts/drafts.ts";
import { sqlRepeats } from "../drafts/repeats.ts";
import { migrations, type PortalTables } from "../drafts/tables.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import type { Uploads } from "../uploads/uploads-port.ts";
import { createRateLimiter } from "../../shared/rate-limit.ts";
import type { StoreDocuments } from "../../shared/store-documents.ts";
import { nodeSqliteDialect, openDatabase } from "../../shared/sqlite.ts";
import { toHex } from "../../../src/core/bytes.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import type { ComposedFile } from "../../../src/core/registry/compose.ts";
import type { RegistryConfig } from "../../../src/core/registry/documents.ts";
import { nodePackagePorts } from "../../../src/node/package-ports.ts";
import { anApp } from "../../../src/testing/app-kit.ts";
import { checkHere } from "../../../src/testing/check-here.ts";
import { aStore, type StoreKit } from "../../../src/testing/store-kit.ts";

export const ALL_SCOPES: readonly Scope[] = ["apps:read", "apps:write", "stats:read", "keys:write", "account"];

/** What somebody sends. */
export interface Sent {
  /** Who; nobody where null, an owner of ada where left out. */
  readonly as?: string | null;
  /** JSON; bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // Each test knows what it asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  /** Name of the problem; null where all went well. */
  readonly problem: string | null;
}

/** What the store has: an app that can be had, one with a second version that was taken back, one that the operators suspended. */
export const shown = {
  notes: "com.example.notes",
  yanked: "com.example.yanked",
  suspended: "com.example.suspended",
} as const;

/** A portal in memory, with a store, a registry, and members of the developer `ada` in each role. */
export class PortalKit {
  /** To be looked at; whoever changes it takes {@link ownStore}. */
  store: StoreKit;
  readonly forge: MemoryForge;
  readonly uploaded = new Map<string, Uint8Array>();
  readonly logged: unknown[] = [];
  readonly audited: AuditEvent[] = [];
  readonly ports: PortalPorts;
  now = new Date("2026-11-26T12:00:00Z");
  storeIsDown = false;
  readonly #apis = new WeakMap<PortalPorts, ReturnType<typeof portalApi>>();
  #files: Map<string, Uint8Array>;

  /** @param change what is other than usual */
  constructor(change: (ports: PortalPorts) => Partial<PortalPorts> = () => ({})) {
    const world = (shared ??= aWorld());
    this.store = world.store;
    this.forge = new MemoryForge(world.registry);
    this.#files = new Map(world.published);
    const database = new Kysely<PortalTables>({ dialect: nodeSqliteDialect(openDatabase(":memory:", migrations)) });
    let ids = 0;
    const usual: PortalPorts = {
      accounts: accountsDouble,
      audit: { append: async (event) => void (await Promise.resolve(this.audited.push(event))) },
      store: this.#storeDocuments(),
      forge: this.forge,
      uploads: this.#uploads(),
      stats: null,
      drafts: sqlDrafts(database),
      repeats: sqlRepeats(database),
      limiter: createRateLimiter(() => this.now.getTime()),
      crypto: nodePackagePorts,
      checkPackage: (subject) => checkHere(subject),
      url: "https://portal.example",
      origins: ["https://portal.example", "https://store.example"],
      now: () => this.now,
      newId: () => `request-${(ids += 1)}`,
      addressOf: () => "192.0.2.1",
      more: [],
      log: (entry) => void this.logged.push(entry),
    };
    this.ports = { ...usual, ...change(usual) };
  }

  /** Sends a request to the portal. */
  async send(method: string, path: string, sent: Sent = {}, ports: PortalPorts = this.ports): Promise<Answered> {
    const { as = "owner", body, headers = {} } = sent;
    const isRaw =
      body === undefined ||
      body instanceof Uint8Array ||
      body instanceof FormData ||
      body instanceof ReadableStream ||
      typeof body === "string";
    const type = body instanceof Uint8Array ? "application/octet-stream" : "application/json";
    const fields = {
      ...(as !== null && { authorization: `Bearer ${as}` }),
      ...(body !== undefined && !(body instanceof FormData) && { "content-type": type }),
      ...headers,
    };
    const request = new Request(`https://portal.example${path}`, {
      method,
      headers: fields,
      ...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
      ...(body instanceof ReadableStream && { duplex: "half" }),
    });
    const api = this.#apis.get(ports) ?? portalApi(ports);
    this.#apis.set(ports, api);
    const response = await api.fetch(request);
    const text = await response.text();
    const read = text === "" ? null : (JSON.parse(text) as { readonly type?: string });
    const isProblem = response.headers.get("content-type") === "application/problem+json";
    const name = isProblem ? (read?.type?.split("/").at(-1) ?? "") : null;
    return { status: response.status, headers: response.headers, body: read, problem: name };
  }

  /** A store like the one before that is nobody else's, in the registry, too. */
  ownStore(): StoreKit {
    const { store, registry, published } = aWorld();
    this.store = store;
    this.forge.files.clear();
    for (const [path, bytes] of registry) this.forge.files.set(path, bytes);
    this.#files = new Map(published);
    return store;
  }

  /** Publishes what the own store has by now, and merges it into the registry. */
  publish(): void {
    this.#files = new Map(this.store.publish().files);
    for (const [path, bytes] of registryFilesOf(this.store)) this.forge.files.set(path, bytes);
  }

  /** Address of an uploaded package. */
  urlOf(archive: Uint8Array): string {
    return `https://packages.example/${toHex(nodePackagePorts.sha256(archive))}.mosis`;
  }

  #storeDocuments(): StoreDocuments {
    return {
      read: async (path) => {
        if (this.storeIsDown) throw new Error("connection refused");
        const bytes = this.#files.get(path);
        const value: unknown = bytes === undefined ? null : JSON.parse(new TextDecoder().decode(bytes));
        return Promise.resolve(value === null ? null : { value, tag: null });
      },
    };
  }

  #uploads(): Uploads {
    return {
      urlOf: (sha256) => `https://packages.example/${sha256}.mosis`,
      put: async (sha256, bytes) => void (await Promise.resolve(this.uploaded.set(sha256, bytes))),
      presign: ({ sha256 }, now) =>
        Promise.resolve({
          method: "PUT",
          url: `https://bucket.example/${sha256}.mosis?signature=1`,
          headers: {},
          expires_at: new Date(now.getTime() + 3_600_000).toISOString(),
        }),
      read: ({ sha256 }) => Promise.resolve(this.uploaded.get(sha256) ?? null),
    };
  }
}

/** A store, and the files of its registry and of what it published. */
interface World {
  readonly store: StoreKit;
  readonly registry: ReadonlyMap<string, Uint8Array>;
  readonly published: ReadonlyMap<string, Uint8Array>;
}

/** Packages take a while to build and sign. */
let shared: World | null = null;

function aWorld(): World {
  const store = aStore({ name: "test" });
  const yanked = anApp({ id: shown.yanked, name: "Yanked" });
  const suspended = anApp({ id: shown.suspended, name: "Suspended" });
  store
    .withApp(anApp({ id: shown.notes }))
    .withApp(yanked)
    .withApp(suspended);
  yanked.event("yank", 1, { reason: "It crashes." });
  suspended.moderate("suspend", "It spies.");
  const registry = registryFilesOf(store);
  const tombstones = [{ app_id: "com.example.gone", reason: "It was malware." }];
  const published = new Map(store.publish().files);
  published.set("v1/tombstones.json", new TextEncoder().encode(JSON.stringify({ tombstones })));
  return { store, registry, published };
}

function registryFilesOf(store: StoreKit): ReadonlyMap<string, Uint8Array> {
  const files = new Map(store.registryFiles());
  const config = JSON.parse(new TextDecoder().decode(files.get("registry.json"))) as RegistryConfig;
  const policy = { ...config.policy, bots: [APP_ACCOUNT] };
  return files.set("registry.json", new TextEncoder().encode(JSON.stringify({ ...config, policy })));
}

/** Signed documents as a request carries them. */
export function documentsOf(files: readonly ComposedFile[]): readonly JsonObject[] {
  return files.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as JsonObject);
}

/** The store is of `ada`; `ida` is yet to come. */
const DEVELOPERS = ["ada", "ida"];
const ROLES: Readonly<Record<string, Role>> = { owner: "owner", maintainer: "maintainer", viewer: "viewer" };

/** Tokens are names: of members of both by their role, of a `stranger`, of a key `without` scopes, and of a browser on another site. */
const accountsDouble: PortalPorts["accounts"] = {
  authenticate(request) {
    const token = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (token === "cross-site") throw problem("cross-site", "The page is not the portal's.");
    if (token === undefined || ![...Object.keys(ROLES), "stranger", "without"].includes(token))
      return Promise.resolve(null);
    const scopes = new Set(token === "without" ? [] : ALL_SCOPES);
    const identity: Identity = { userId: token, kind: "api-key", credentialId: `key-of-${token}`, scopes };
    return Promise.resolve(identity);
  },
  roleOf: (userId, developer) => Promise.resolve(DEVELOPERS.includes(developer) ? (ROLES[userId] ?? null) : null),
  developersOf: (userId) => Promise.resolve(userId in ROLES ? DEVELOPERS : []),
};
