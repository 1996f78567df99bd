import type { Sha256 } from "../../../src/core/ids/ids.ts";

/** Bytes that are to come. */
export interface UploadClaim {
  readonly sha256: Sha256;
  readonly length: number;
}

/** A request that puts them where they belong, for whoever has it. */
export interface PresignedPut {
  readonly method: "PUT";
  readonly url: string;
  /** To be sent as they are: they are signed, too. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expires_at: string;
}

/** Where packages lie until the store has mirrored them, by their digests: what is there never changes. */
export interface Uploads {
  /** The address that a package has for ever. */
  urlOf(sha256: Sha256): string;
  put(sha256: Sha256, bytes: Uint8Array): Promise<void>;
  presign(claim: UploadClaim, now: Date): Promise<PresignedPut>;
  /** Null where nothing is, or more than was announced. */
  read(claim: UploadClaim): Promise<Uint8Array | null>;
}
