/** Reversed polynomial of ISO 3309. */
const POLYNOMIAL = 0xedb88320;
/** Bytes a step of the main loop. */
const SLICES = 8;

const table = makeTable();

/** CRC-32 in plain JavaScript (slicing-by-8), for hosts that lend none. Matches `zlib.crc32`. */
export function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = -1;
  let at = 0;
  for (const end = bytes.length - SLICES; at <= end; at += SLICES) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      look(7, low & 0xff) ^
      look(6, (low >>> 8) & 0xff) ^
      look(5, (low >>> 16) & 0xff) ^
      look(4, low >>> 24) ^
      look(3, high & 0xff) ^
      look(2, (high >>> 8) & 0xff) ^
      look(1, (high >>> 16) & 0xff) ^
      look(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = look(0, (crc ^ view.getUint8(at)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function look(slice: number, byte: number): number {
  return table[(slice << 8) | byte] as number;
}

/** Row k holds the CRC of a byte followed by k zero bytes. */
function makeTable(): Int32Array {
  const rows = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    rows[byte] = crc;
  }
  for (let index = 256; index < rows.length; index += 1) {
    const previous = rows[index - 256] as number;
    rows[index] = (rows[previous & 0xff] as number) ^ (previous >>> 8);
  }
  return rows;
}
