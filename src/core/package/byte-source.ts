/** The bytes of an archive, read where they are needed: of a file, or of memory. */
export interface ByteSource {
  /** Bytes in all. */
  readonly length: number;
  /** The bytes from `offset` on, all of which are there. The caller does not change them. */
  read(offset: number, length: number): Uint8Array;
}

/** What a re-read source throws when it is not what it was: somebody changed the file meanwhile. */
export class ChangedSourceError extends Error {
  override readonly name = "ChangedSourceError";
}

/** A source of bytes in memory; what it reads are views. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    // The core counts on Uint8Array: `subarray` of a Buffer is a Buffer.
    read: (offset, length) => new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length),
  };
}

/** Bytes looked at together; headers of neighbours often lie in one window. */
const WINDOW_BYTES = 1 << 14;

/** Little-endian numbers of a source by their place, all of which must lie inside it. Holds one small window of it at a time. */
export class SourceView {
  readonly byteLength: number;
  readonly #source: ByteSource;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.byteLength = source.length;
  }

  uint16(at: number): number {
    return this.#over(at, 2).getUint16(at - this.#start, true);
  }

  uint32(at: number): number {
    return this.#over(at, 4).getUint32(at - this.#start, true);
  }

  bytes(at: number, length: number): Uint8Array {
    return this.#source.read(at, length);
  }

  /** A window that holds these bytes, and as much before them as after, because the end of an archive is searched backwards. */
  #over(at: number, length: number): DataView {
    const { byteLength } = this.#window;
    if (at >= this.#start && at + length <= this.#start + byteLength) return this.#window;
    const start = Math.max(0, at - WINDOW_BYTES / 2);
    const bytes = this.#source.read(start, Math.min(WINDOW_BYTES, this.byteLength - start));
    this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#start = start;
    return this.#window;
  }
}
