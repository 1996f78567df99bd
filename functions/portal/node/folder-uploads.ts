import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

import { Hono } from "hono";

import { readBytes } from "../http/read-body.ts";
import { problem } from "../problems.ts";
import type { UploadClaim, Uploads } from "../uploads/uploads-port.ts";
import { limits } from "../../shared/limits.ts";
import { toHex } from "../../../src/core/bytes.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import { type Sha256 } from "../../../src/core/ids/ids.ts";
import { limits as coreLimits } from "../../../src/core/limits.ts";

/** Packages in a folder, and the paths that take and serve them. */
export interface FolderUploads extends Uploads {
  readonly routes: Hono;
}

const NAME = /^([0-9a-f]{64})\.mosis$/;
const FOR_EVER = "public, max-age=31536000, immutable";
const { uploadSeconds } = limits.sizes;

/**
 * Packages in a folder of this machine, for a portal without a bucket. Addresses to upload to are signed with the secret, for one digest,
 * one length and a time.
 *
 * @param url address of the portal, without a slash at the end
 */
export function folderUploads(
  folder: string,
  { url, secret, crypto, now }: { url: string; secret: string; crypto: Pick<CryptoPort, "sha256">; now: () => Date },
): FolderUploads {
  mkdirSync(folder, { recursive: true });
  const at = (sha256: string): string => join(folder, `${sha256}.mosis`);
  const urlOf = (sha256: Sha256): string => `${url}/uploads/${sha256}.mosis`;
  const sign = ({ sha256, length }: UploadClaim, expires: number): string =>
    createHmac("sha256", secret).update(`mosis-upload-v1\n${sha256}\n${length}\n${expires}`).digest("hex");

  const put = async (sha256: string, bytes: Uint8Array): Promise<void> => {
    const partial = `${at(sha256)}.${process.hrtime.bigint()}`;
    const file = await open(partial, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, at(sha256));
  };

  const routes = new Hono();
  routes.get("/uploads/:name", async ({ req, body }) => {
    const name = NAME.exec(req.param("name"))?.[1];
    const bytes = name === undefined ? null : await readOrNull(at(name));
    if (bytes === null) throw problem("not-found", "There is no such package here.");
    return body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream", "cache-control": FOR_EVER });
  });
  routes.put("/uploads/:name", async ({ req, body }) => {
    const sha256 = NAME.exec(req.param("name"))?.[1] as Sha256 | undefined;
    const [length, expires] = [Number(req.query("length")), Number(req.query("expires"))];
    const given = Buffer.from(req.query("signature") ?? "");
    const right = Buffer.from(sha256 === undefined ? "" : sign({ sha256, length }, expires));
    const isSigned = sha256 !== undefined && given.length === right.length && timingSafeEqual(given, right);
    if (!isSigned || expires * 1000 < now().getTime()) {
      throw problem(
        "unauthenticated",
        "This address to upload to is wrong or has expired. POST to the app's versions for another one.",
      );
    }
    const bytes = await readBytes(req.raw, Math.min(length, coreLimits.package.packedBytes));
    if (bytes.length !== length || toHex(crypto.sha256(bytes)) !== sha256) {
      const message = `These are not the ${length} bytes with SHA-256 ${sha256} that were announced.`;
      throw problem("package-refused", message, { errors: [{ pointer: "/package", message }] });
    }
    await put(sha256, bytes);
    return body(null, 204);
  });

  return {
    routes,
    urlOf,
    put,
    presign(claim, from) {
      const expires = Math.floor(from.getTime() / 1000) + uploadSeconds.limit;
      const query = new URLSearchParams({
        length: String(claim.length),
        expires: String(expires),
        signature: sign(claim, expires),
      });
      return Promise.resolve({
        method: "PUT",
        url: `${urlOf(claim.sha256)}?${query.toString()}`,
        headers: { "content-type": "application/octet-stream" },
        expires_at: new Date(expires * 1000).toISOString(),
      });
    },
    async read({ sha256, length }) {
      const found = await stat(at(sha256)).catch(() => null);
      return found?.size === length ? readOrNull(at(sha256)) : null;
    },
  };
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
