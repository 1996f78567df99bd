import type { PackageBody } from "./call.ts";
import { checkValue } from "./check-request.ts";
import { problem } from "../problems.ts";
import type { Body } from "../openapi/operation.ts";
import { concatBytes } from "../../../src/core/bytes.ts";
import { limits } from "../../shared/limits.ts";
import { readJson } from "../../shared/read-json.ts";

const { portalBytes, portalPackageBytes, bodySeconds } = limits.sizes;
/** What a form adds to the file that it carries. */
const FORM_BYTES = 4096;

/**
 * The body of a request, checked against its description.
 *
 * @throws ProblemError
 */
export async function readBody(id: string, body: Body, request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (body.kind === "package" && type !== "application/json")
    return { kind: "bytes", bytes: await readPackageBytes(request, type) };
  const value = await readJson(request, { maxBytes: portalBytes.limit });
  checkValue(`${id}Body`, value, "");
  return body.kind === "package" ? ({ kind: "described", value } satisfies PackageBody<unknown>) : value;
}

async function readPackageBytes(request: Request, type: string | undefined): Promise<Uint8Array> {
  if (type === "application/octet-stream") return readBytes(request, portalPackageBytes.limit);
  if (type !== "multipart/form-data") {
    throw problem(
      "unsupported-media-type",
      "Send a package as application/octet-stream, as the file `package` of multipart/form-data, or its description as application/json.",
    );
  }
  const bytes = await readBytes(request, portalPackageBytes.limit + FORM_BYTES);
  const form = await new Response(bytes, { headers: { "content-type": request.headers.get("content-type") ?? "" } })
    .formData()
    .catch(() => null);
  const file = form?.get("package") ?? null;
  if (file === null || typeof file === "string") {
    const message = "The form has no file `package`.";
    throw problem("invalid-request", message, { errors: [{ pointer: "/package", message }] });
  }
  return new Uint8Array(await file.arrayBuffer());
}

/**
 * The bytes of a body, which may come slowly, but not for ever.
 *
 * @throws ProblemError `too-large`, `too-slow`
 */
export async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = problem(
    "too-large",
    `At most ${most} bytes are taken here. Ask for an address to upload to instead.`,
  );
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const deadline = Date.now() + bodySeconds.limit * 1000;
  for (;;) {
    const { done, value } = await withDeadline(reader.read(), deadline - Date.now());
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => undefined);
      throw tooLarge;
    }
    chunks.push(value);
  }
  return concatBytes(chunks);
}

async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    const detail = `The whole request has to be here within ${bodySeconds.limit} seconds.`;
    timer = setTimeout(() => fail(problem("too-slow", detail)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
