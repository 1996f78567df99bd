import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";

import { type LocalServer, startLocalServer } from "../node/local-server.ts";

/** The upload endpoint of a registry as docs/spec/submissions.md has it, on this machine. */
export interface UploadDouble {
  /** What `upload_url` of the registry says. */
  readonly uploadUrl: string;
  readonly files: Map<string, Buffer>;
  /** Methods and paths, in order. */
  readonly requests: string[];
  /** Answers in place of the right ones to the next uploads. */
  readonly faults: { readonly status: number; readonly body?: object }[];
  close(): Promise<void>;
}

/** @param tokens whose uploads it takes */
export async function anUploadEndpoint(tokens: readonly string[]): Promise<UploadDouble> {
  const files: UploadDouble["files"] = new Map();
  const requests: string[] = [];
  const faults: { readonly status: number; readonly body?: object }[] = [];
  const server: LocalServer = await startLocalServer((request, response) => {
    void (async () => {
      const { method, url = "" } = request;
      const body = await buffer(request);
      requests.push(`${method} ${url}`);
      const answer = (status: number, value: object): void => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      };
      const name = url.replace(/^\/files\//, "");
      const there = files.get(name);
      if (method !== "PUT") {
        if (there === undefined) return answer(404, {});
        response.writeHead(200, { "content-length": there.length }).end(method === "HEAD" ? undefined : there);
        return;
      }
      const fault = faults.shift();
      if (fault !== undefined) return answer(fault.status, fault.body ?? {});
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      if (!tokens.includes(token)) return answer(401, { title: "Unknown token" });
      const digest = createHash("sha256").update(body).digest("hex");
      if (!name.startsWith(`${digest}.`)) return answer(422, { title: "Other bytes" });
      files.set(name, body);
      return answer(there === undefined ? 201 : 200, { url: `${server.url}${url}` });
    })();
  }, 0);
  return { uploadUrl: `${server.url}/files/`, files, requests, faults, close: () => server.close() };
}
