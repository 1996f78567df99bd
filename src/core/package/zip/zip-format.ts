/** Numbers of the ZIP format (PKWARE APPNOTE 6.3, sections 4.3 and 4.4) and the values the strict profile fixes. */
export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  zip64Locator: 0x07064b50,
} as const;

/** Bytes of the fixed part of a record. */
export const recordBytes = { local: 30, central: 46, end: 22, zip64Locator: 20 } as const;

/** "See the ZIP64 record" in a 16-bit or a 32-bit field. */
export const sentinels = { u16: 0xffff, u32: 0xffffffff } as const;

export const methods = { stored: 0, deflated: 8 } as const;

export const flagBits = {
  encrypted: 1 << 0,
  dataDescriptor: 1 << 3,
  strongEncryption: 1 << 6,
  maskedHeaders: 1 << 13,
} as const;

/** What every entry of the profile says about itself, whatever host packed it. */
export const profile = {
  /** Unix, version 2.0. */
  madeBy: 0x0314,
  /** Version 2.0, the first with deflate. */
  needed: 20,
  flags: 0,
  /** 00:00:00. */
  time: 0,
  /** 1980-01-01. */
  date: 0x0021,
  internalAttributes: 0,
  /** Regular file, mode 0644, in the upper half as Unix hosts write it. */
  externalAttributes: 0x81a40000,
} as const;

/** One record of the central directory as it stands in the archive; nothing about it is checked yet. */
export interface CentralRecord {
  /** Offset of the record itself. */
  readonly at: number;
  /** The name: the bytes as UTF-8, invalid ones replaced. Equals the bytes wherever the path is valid. */
  readonly path: string;
  readonly nameBytes: Uint8Array;
  readonly madeBy: number;
  readonly needed: number;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc32: number;
  readonly packedLength: number;
  readonly length: number;
  readonly extraLength: number;
  readonly commentLength: number;
  readonly disk: number;
  readonly internalAttributes: number;
  readonly externalAttributes: number;
  readonly localOffset: number;
}

/** A number as messages show format fields: `0x0014`. */
export function hex(value: number, bytes: 2 | 4): string {
  return `0x${value.toString(16).padStart(2 * bytes, "0")}`;
}
