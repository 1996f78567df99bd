import { nodeCrypto } from "./crypto.ts";
import { nodeCrc32, nodeDeflate, nodeInflate } from "./inflate.ts";

/** Everything the core asks of Node to read, write and verify packages. */
export const nodePackagePorts = {
  ...nodeCrypto,
  inflate: nodeInflate,
  deflate: nodeDeflate,
  crc32: nodeCrc32,
} as const;
