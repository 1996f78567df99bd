import type { DeveloperKit } from "./developer-kit.ts";
import { aPackage, type BuiltPackage, type PackageChoice } from "./package-kit.ts";
import { toHex } from "../core/bytes.ts";
import type { AppId, Sha256, VersionCode } from "../core/ids/ids.ts";
import { canonicalize } from "../core/json/canonical.ts";
import {
  appBody,
  composeFile,
  type ComposedFile,
  eventBody,
  listingBody,
  versionBody,
} from "../core/registry/compose.ts";
import type { EventBody, Moderation, Track, VersionBody } from "../core/registry/documents.ts";
import { REGISTRY_FOLDER, registryPath } from "../core/registry/paths.ts";
import type { Signer } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";

/** What is special about a version; the n-th is `1.<n-1>.0` with version code n unless told otherwise. */
export interface VersionChoice extends Omit<PackageChoice, "id"> {
  readonly track?: Track;
  readonly rolloutBp?: number;
  readonly release?: "automatic" | "manual";
  readonly notes?: VersionBody["notes"];
  /** Who signs the package; the owner's newest key by default. */
  readonly signers?: readonly Signer[];
}

export interface AppChoice {
  readonly id?: string;
  readonly name?: string;
  /** Made by the store when none is given. */
  readonly developer?: DeveloperKit;
  readonly categories?: readonly string[];
  readonly summary?: string;
  readonly description?: readonly string[];
  /** Address below which its packages are, with a final slash. */
  readonly packagesAt?: string;
  readonly versions?: readonly VersionChoice[];
}

/** An app of a {@link StoreKit}: `anApp({ id: "com.example.notes", versions: [{ permissions: ["camera"] }] })`. */
export function anApp(choice: AppChoice = {}): AppKit {
  return new AppKit(choice);
}

/** An app and what its developer and the operators say of it. Change it, then publish the store again. */
export class AppKit {
  readonly id: AppId;
  readonly choice: AppChoice;
  developer: DeveloperKit | null;
  readonly packages: BuiltPackage[] = [];
  readonly #versions: VersionChoice[];
  readonly #bodies: VersionBody[] = [];
  readonly #events: EventBody[] = [];
  readonly #moderation: Moderation[] = [];

  constructor(choice: AppChoice) {
    this.id = (choice.id ?? "com.example.notes") as AppId;
    this.choice = choice;
    this.developer = choice.developer ?? null;
    this.#versions = [...(choice.versions ?? [{}])];
  }

  /** Adds a version; it is built and signed with the key of the moment when the store is published. */
  withVersion(version: VersionChoice = {}): this {
    this.#versions.push(version);
    return this;
  }

  /** The developer acts on a version: `app.event("yank", 2, { reason: "crashes" })`. */
  event(
    action: EventBody["action"],
    code: number,
    more: Partial<Pick<EventBody, "reason" | "track" | "rollout_bp">> = {},
  ): this {
    const last = this.#events.at(-1);
    this.#events.push(
      eventBody({
        registry: this.#owner.registry,
        app_id: this.id,
        n: this.#events.length + 1,
        previous: last === undefined ? null : (toHex(nodeCrypto.sha256(canonicalize(last))) as Sha256),
        action,
        version_code: code as VersionCode,
        ...more,
      }),
    );
    return this;
  }

  /** The operators act on the app. */
  moderate(action: Moderation["action"], reason: string): this {
    this.#moderation.push({ app_id: this.id, n: this.#moderation.length + 1, action, reason });
    return this;
  }

  /** Its documents, with every package built. */
  files(): readonly ComposedFile[] {
    const owner = this.#owner;
    const { registry } = owner;
    const { categories = ["tools"], name = "Notes", summary = "Keeps notes.", description = [] } = this.choice;
    for (const version of this.#versions.slice(this.packages.length)) this.#build(version, owner);
    const { sha256 } = nodeCrypto;
    const by = [owner.signer];
    const id = this.id;
    const app = appBody({ registry, app_id: id, seq: 1, owner: owner.id, categories });
    const text = { name, summary, description, screenshots: [] };
    const listing = listingBody({ registry, app_id: id, locale: "en", seq: 1, ...text });
    return [
      composeFile({ kind: "app", app: id }, app, by, sha256),
      composeFile({ kind: "listing", app: id, locale: "en" }, listing, by, sha256),
      ...this.#bodies.map((body) =>
        composeFile({ kind: "version", app: id, versionCode: body.version_code }, body, by, sha256),
      ),
      ...this.#events.map((body) => composeFile({ kind: "event", app: id, n: body.n }, body, by, sha256)),
      ...this.#moderation.map((body) => ({
        path: REGISTRY_FOLDER + registryPath({ kind: "moderation", app: id, n: body.n }, sha256),
        bytes: new TextEncoder().encode(`${JSON.stringify(body, null, 2)}\n`),
      })),
    ];
  }

  #build(choice: VersionChoice, owner: DeveloperKit): void {
    const index = this.packages.length;
    const { track, rolloutBp, release, notes, signers, ...rest } = choice;
    const named = this.choice.name === undefined ? {} : { name: this.choice.name };
    const numbered = { version: `1.${index}.0`, versionCode: index + 1 };
    const built = aPackage({ id: this.id, ...named, ...numbered, ...rest }, signers ?? [owner.signer]);
    const { manifest, facts } = built;
    const { packagesAt = "https://packages.example/" } = this.choice;
    const url = `${packagesAt}${this.id}-${manifest.version_code}.mosis`;
    const body = versionBody(
      {
        registry: owner.registry,
        manifest,
        facts,
        url,
        ...(track !== undefined && { track }),
        ...(rolloutBp !== undefined && { rollout_bp: rolloutBp }),
        ...(release !== undefined && { release }),
        ...(notes !== undefined && { notes }),
      },
      nodeCrypto.sha256,
    );
    this.packages.push(built);
    this.#bodies.push(body);
  }

  get #owner(): DeveloperKit {
    if (this.developer === null) throw new TypeError(`${this.id} is in no store yet`);
    return this.developer;
  }
}
