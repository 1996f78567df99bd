import { readFields, optional, secret } from "./read-body.ts";
import { accountProblem } from "./problems.ts";
import { readJson } from "../../shared/read-json.ts";

const MAX_BYTES = 4_096;
const MAX_CHARACTERS = 500;
const names = ["client_id", "scope", "grant_type", "device_code"] as const;
const member = optional(secret(MAX_CHARACTERS));

type Form = { readonly [N in (typeof names)[number]]?: string | undefined };

/**
 * What OAuth's clients send: a form (RFC 8628 section 3.1), or the same as JSON. Other members are ignored, as OAuth asks.
 *
 * @throws ProblemError what {@link readJson} throws, and `invalid-request`
 */
export async function readForm(request: Request): Promise<Form> {
  const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  const body = isForm ? await readParameters(request) : await readJson(request, { maxBytes: MAX_BYTES });
  const given = typeof body === "object" && body !== null ? Object.entries(body) : [];
  const known = Object.fromEntries(given.filter(([name]) => names.some((each) => each === name)));
  return readFields(known, { client_id: member, scope: member, grant_type: member, device_code: member });
}

/**
 * The fields of a form. Of one that is sent twice, the last counts.
 *
 * @throws ProblemError `invalid-request` if it is too large
 */
export async function readParameters(request: Request): Promise<Readonly<Record<string, string>>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // A form is small, and whoever sends more is not listened to.
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) throw accountProblem("invalid-request", `At most ${MAX_BYTES} bytes are taken.`);
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text()));
}
