import { createHash, createHmac } from "node:crypto";

// AWS Signature Version 4 as the server sees it, written from "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API
// reference, with no help from what signs.

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still escaped. */
  readonly target: string;
  /** Values by names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** The code of S3 that a request is refused with; null when its signature holds. */
export function signatureProblem(request: WireRequest, key: AccessKey, now: Date): string | null {
  const { headers } = request;
  const authorization =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers["authorization"] ?? "",
    );
  if (authorization === null) return "AccessDenied";
  const [, id, day = "", region, names = "", signature] = authorization;
  if (id !== key.accessKeyId) return "InvalidAccessKeyId";
  if (region !== key.region) return "AuthorizationHeaderMalformed";
  const signed = names.split(";");
  const sorted = signed.toSorted();
  const must = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  if (names !== sorted.join(";") || must.some((name) => !signed.includes(name))) return "AccessDenied";
  const time = timeOf(headers);
  if (time?.startsWith(day) !== true) return "AccessDenied";
  const sent = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(sent - now.getTime()) <= 15 * 60_000)) return "RequestTimeTooSkewed";
  return signature === sign(canonicalRequest(request, signed), { time, day }, key) ? null : "SignatureDoesNotMatch";
}

/** {@link signatureProblem} of a request whose signature is in its query, for whoever was given the address, until it expires. */
export function presignedProblem(request: WireRequest, key: AccessKey, now: Date): string | null {
  const [path = "", query = ""] = request.target.split("?");
  const parameters = new URLSearchParams(query);
  const value = (name: string): string => parameters.get(`X-Amz-${name}`) ?? "";
  const [id, day = "", region] = value("Credential").split("/");
  if (value("Algorithm") !== "AWS4-HMAC-SHA256") return "AuthorizationQueryParametersError";
  if (id !== key.accessKeyId) return "InvalidAccessKeyId";
  if (region !== key.region) return "AuthorizationQueryParametersError";
  const signed = value("SignedHeaders").split(";");
  const must = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  if (must.some((name) => !signed.includes(name))) return "AccessDenied";
  const time = value("Date");
  const sent = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(now.getTime() <= sent + Number(value("Expires")) * 1000)) return "AccessDenied";
  const rest = query.split("&").filter((each) => !each.startsWith("X-Amz-Signature="));
  const headers = { ...request.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const canonical = canonicalRequest({ ...request, target: `${path}?${rest.join("&")}`, headers }, signed);
  return value("Signature") === sign(canonical, { time, day }, key) ? null : "SignatureDoesNotMatch";
}

function timeOf(headers: WireRequest["headers"]): string | null {
  const own = headers["x-amz-date"];
  if (own !== undefined) return own;
  const date = Date.parse(headers["date"] ?? "");
  return Number.isNaN(date) ? null : new Date(date).toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
}

function canonicalRequest({ method, target, headers }: WireRequest, signed: readonly string[]): string {
  const [path = "", query = ""] = target.split("?");
  const parameters = query
    .split("&")
    .filter((each) => each !== "")
    .map((each) => {
      const [name = "", value = ""] = each.split("=");
      return `${normalized(name)}=${normalized(value)}`;
    })
    .sort();
  return [
    method,
    path.split("/").map(normalized).join("/"),
    parameters.join("&"),
    ...signed.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/ +/g, " ")}`),
    "",
    signed.join(";"),
    headers["x-amz-content-sha256"] ?? "",
  ].join("\n");
}

/** UriEncode of the specification, of text that is escaped in whatever way. */
function normalized(escaped: string): string {
  const bytes = Buffer.from(decodeURIComponent(escaped));
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

function sign(
  request: string,
  { time, day }: { time: string; day: string },
  { secretAccessKey, region }: AccessKey,
): string {
  const digest = createHash("sha256").update(request).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", time, `${day}/${region}/s3/aws4_request`, digest].join("\n");
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of [day, region, "s3", "aws4_request"]) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(toSign).digest("hex");
}
