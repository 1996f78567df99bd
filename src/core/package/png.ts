/** Size of a PNG image in pixels. */
export interface PngSize {
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// The first chunk is IHDR, 13 bytes long (PNG third edition, section 11.2.1).
const IHDR = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** The size in the header of a PNG, or null when the bytes do not begin as one. */
export function readPngSize(bytes: Uint8Array): PngSize | null {
  const start = [...SIGNATURE, ...IHDR];
  if (bytes.length < start.length + 8 || start.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start.length, 8);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}
