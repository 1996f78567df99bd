import { toHex } from "../core/bytes.ts";
import { parseSha256 } from "../core/ids/ids.ts";
import { encodeAtRest, parseAtRest, type SignedBody } from "../core/json/signed-document.ts";
import type { JsonObject } from "../core/json/value.ts";
import { signDocument, type Signer } from "../core/signing/signatures.ts";
import { type Authority, readAuthority } from "../core/trust/authority.ts";
import { newRoot, newTargets } from "../core/trust/ceremony.ts";
import type { Head } from "../core/trust/head.ts";
import { targetFile } from "../core/trust/metadata-paths.ts";
import type { RecoveryStatement } from "../core/trust/recoveries.ts";
import { refresh } from "../core/trust/refresh.ts";
import { addDays } from "../core/trust/time.ts";
import { loadTrust, pinnedState, type Trust } from "../core/trust/trust.ts";
import { TrustError } from "../core/trust/trust-error.ts";
import type { TrustPorts } from "../core/trust/trust-ports.ts";
import { type SignedIndex, signIndex, type TargetEntry } from "../core/trust/writer.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../node/key-file.ts";

/** The keys in charge of a store. */
export interface KitKeys {
  /** Three for root and targets, threshold 2. */
  readonly offline: readonly KeySigner[];
  readonly snapshot: KeySigner;
  readonly timestamp: KeySigner;
  readonly bins: KeySigner;
  /** Countersigns packages. */
  readonly platform: KeySigner;
}

/** A request that a client made, and how many bytes it got; null for 404. */
export interface KitRequest {
  readonly path: string;
  readonly bytes: number | null;
}

export interface TrustKitOptions {
  /** 2^bitLength bins; 4 by default. */
  readonly bitLength?: number;
  /** Where the clock starts. A client that reads the real clock needs the real time. */
  readonly now?: Date;
}

const YEAR_DAYS = 365;

/**
 * A signed store in memory: real keys, real metadata, and a published tree that a test may tamper with.
 *
 * ```ts
 * const kit = new TrustKit();
 * kit.put("apps/com.example.notes.json", appDocument);
 * kit.publish();
 * const result = await refresh(kit.trust(), kit.ports(), kit.now);
 * ```
 */
export class TrustKit {
  keys: KitKeys = {
    offline: [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()],
    snapshot: ephemeralSigner(),
    timestamp: ephemeralSigner(),
    bins: ephemeralSigner(),
    platform: ephemeralSigner(),
  };
  /** The clock of store and devices; move it with {@link passDays}. */
  now: Date;
  /** The published tree by path. */
  readonly files = new Map<string, Uint8Array>();
  /** What the next {@link publish} lists, by target path. */
  readonly targets = new Map<string, TargetEntry>();
  /** Every root so far, oldest first, canonical at rest. */
  readonly roots: Uint8Array[] = [];
  /** What is published. */
  head: Head | null = null;
  /** Stated by every targets file from the next one on; see {@link state}. */
  recoveries: readonly RecoveryStatement[] = [];
  /** Every request that clients made through {@link ports}. */
  readonly requests: KitRequest[] = [];
  #bitLength: number;
  #targets: Uint8Array = new Uint8Array();
  #targetsVersion = 0;

  constructor({ bitLength = 4, now = new Date("2026-11-01T12:00:00Z") }: TrustKitOptions = {}) {
    this.#bitLength = bitLength;
    this.now = now;
    this.signRoot(this.keys.offline);
    this.signTargets();
  }

  /** Lists a target and puts its bytes into the published tree. */
  put(path: string, bytes: Uint8Array, custom?: JsonObject): TargetEntry {
    const sha256 = parseSha256(toHex(nodeCrypto.sha256(bytes)));
    if (sha256 === null) throw new TypeError("the crypto port gave no SHA-256");
    const entry = { length: bytes.length, sha256, ...(custom !== undefined && { custom }) };
    this.targets.set(path, entry);
    this.files.set(targetFile(path, sha256), bytes);
    return entry;
  }

  /** Signs the targets listed and adds the new files to the published tree. */
  publish(): SignedIndex {
    const { authority, targets, head: previous, keys: signers, now } = this;
    const signed = signIndex({ authority, targets, previous, signers, crypto: nodeCrypto, now });
    for (const [path, bytes] of signed.files) this.files.set(path, bytes);
    this.head = signed.head;
    return signed;
  }

  /** A published file that a test knows to be there. */
  file(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new TypeError(`${path} is not published`);
    return bytes;
  }

  /** What is published, for a test that has published. */
  get published(): Head {
    if (this.head === null) throw new TypeError("nothing is published");
    return this.head;
  }

  get authority(): Authority {
    return readAuthority({ roots: this.roots, targets: this.#targets }, nodeCrypto);
  }

  /** A ceremony: puts new keys in charge, and renews the targets file where it names or is signed by one of them. */
  rotate(keys: Partial<KitKeys>): void {
    const before = this.keys.offline;
    this.keys = { ...this.keys, ...keys };
    this.signRoot([...before.slice(0, 2), ...this.keys.offline.slice(0, 2)]);
    if ("offline" in keys || "bins" in keys || "platform" in keys) this.signTargets();
  }

  /** A ceremony that only renews the targets file. */
  signTargets(bitLength = this.#bitLength): void {
    this.#bitLength = bitLength;
    this.#targetsVersion += 1;
    const { keys, now } = this;
    const body = newTargets(
      {
        version: this.#targetsVersion,
        expires: addDays(now, YEAR_DAYS),
        platformKeys: [keys.platform.object],
        binKeys: [keys.bins.object],
        bitLength,
        recoveries: this.recoveries,
      },
      nodeCrypto.sha256,
    );
    this.#targets = signAtRest(body, keys.offline.slice(0, 2));
  }

  /** A ceremony that states recoveries beside those stated before. */
  state(...recoveries: readonly RecoveryStatement[]): void {
    this.recoveries = [...this.recoveries, ...recoveries];
    this.signTargets();
  }

  /** The next root, naming the current keys; a test may have others sign it. */
  signRoot(signers: readonly Signer[], change: JsonObject = {}): Uint8Array {
    const { offline, snapshot, timestamp } = this.keys;
    const body = newRoot(
      {
        version: this.roots.length + 1,
        expires: addDays(this.now, YEAR_DAYS),
        roles: {
          root: { keys: offline.map(({ object }) => object), threshold: 2 },
          targets: { keys: offline.map(({ object }) => object), threshold: 2 },
          snapshot: { keys: [snapshot.object], threshold: 1 },
          timestamp: { keys: [timestamp.object], threshold: 1 },
        },
      },
      nodeCrypto.sha256,
    );
    const root = signAtRest({ ...body, ...change }, [...new Set(signers)]);
    this.roots.push(root);
    return root;
  }

  passDays(days: number): void {
    this.now = addDays(this.now, days);
  }

  /** A device that knows only the first root. */
  trust(): Trust {
    const [root = new Uint8Array()] = this.roots;
    return loadTrust(pinnedState(root), nodeCrypto).trust;
  }

  /** An attack: replaces fields of a published file's body and has the result signed by whoever the attacker has got. */
  forge(path: string, change: JsonObject, signers: readonly Signer[]): void {
    const parsed = parseAtRest(this.file(path), path);
    if (!parsed.ok) throw new TypeError(`${path} is no metadata`);
    this.files.set(path, signAtRest({ ...parsed.document.signed, ...change }, signers));
  }

  /** A device after a refresh that brought something new. */
  async refreshed(from: Trust = this.trust()): Promise<Trust> {
    const result = await refresh(from, this.ports(), this.now);
    if (result.status === "failed") throw result.error;
    if (result.status === "unchanged") throw new TypeError("there was nothing new");
    return result.trust;
  }

  /** Ports that read the published tree as it is at the time of each request. */
  ports(): TrustPorts {
    return {
      crypto: nodeCrypto,
      fetch: async (path, maxBytes) => {
        const bytes = this.files.get(path) ?? null;
        if (bytes !== null && bytes.length > maxBytes) {
          throw new TrustError("too-large", path, `It has more than ${maxBytes} bytes.`);
        }
        this.requests.push({ path, bytes: bytes && bytes.length });
        return bytes;
      },
    };
  }
}

/** A document canonical at rest with these signatures, whatever its body says. */
export function signAtRest(body: SignedBody, signers: readonly Signer[]): Uint8Array {
  return encodeAtRest(signDocument(body, signers));
}
