import { isAscii } from "node:buffer";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join, resolve } from "node:path";

import { peekPngSize, PNG_HEAD_BYTES, type PngSize } from "../../core/package/png.ts";
import { harmlessText } from "../view/harmless-text.ts";

/** The published index cannot be read. */
export class IndexError extends Error {
  readonly code: "missing" | "unreadable";

  constructor(code: IndexError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "IndexError";
    this.code = code;
  }
}

let named: string | null | undefined;

/** The folder with the published index that `MOSIS_INDEX` names, or null when there is none. Read once. */
export function indexFolder(): string | null {
  if (named === undefined) {
    const { MOSIS_INDEX: index = "" } = process.env;
    named = index === "" ? null : resolve(index);
  }
  return named;
}

/**
 * A document of the index, with its texts made harmless. Its shape is not checked again: our own code has written it, and what strangers
 * wrote in it is treated as text by the views.
 *
 * @throws IndexError
 */
export function readDocument<Document>(folder: string, path: string): Document {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, path));
  } catch (cause) {
    throw new IndexError("missing", `The index has no ${path}; is MOSIS_INDEX the folder of a published store?`, {
      cause,
    });
  }
  try {
    // Nothing of ASCII does harm, and most documents are that.
    const text = isAscii(bytes) ? bytes.toString("latin1") : harmlessText(bytes.toString());
    return JSON.parse(text) as Document;
  } catch (cause) {
    throw new IndexError("unreadable", `${path} of the index is no JSON.`, { cause });
  }
}

/** The size of a picture of the index, or null when it is missing or no PNG. Reads the header only. */
export function readPictureSize(folder: string, path: string): PngSize | null {
  let file: number;
  try {
    file = openSync(join(folder, path), "r");
  } catch {
    return null;
  }
  try {
    const header = new Uint8Array(PNG_HEAD_BYTES);
    return peekPngSize(header.subarray(0, readSync(file, header)));
  } finally {
    closeSync(file);
  }
}
