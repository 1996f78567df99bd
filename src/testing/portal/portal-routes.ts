import type { Octokit } from "octokit";

import { doubleAccount } from "./double-account.ts";
import { type Document, doubleSubmissions } from "./double-submissions.ts";
import { doubleVersions } from "./double-versions.ts";
import { type DoubleState, problem, type Reply } from "./double-reply.ts";
import { portalStatsAnswer } from "./portal-numbers.ts";

/** A request that the double got. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly bytes: Buffer;
  /** Parsed, where it is JSON or a form. */
  readonly sent: unknown;
  /** Whether it shows the double's key. */
  readonly isKnown: boolean;
}

/** Answers requests as the description of the portal says, from memory and from the forge. */
export function portalRoutes(state: DoubleState, { url, client }: { readonly url: string; readonly client: Octokit }) {
  const account = doubleAccount(state, url);
  const submissions = doubleSubmissions(client);
  const apps = doubleVersions(state, url, submissions);

  return async (asked: Asked): Promise<Reply> => {
    const { method, path, bytes } = asked;
    const { pathname, searchParams } = new URL(path, url);
    const file = apps.files.get(pathname);
    if (method === "PUT" && pathname.startsWith("/upload/"))
      return apps.take(pathname.replace("/upload/", "/files/"), bytes);
    if (method === "GET" && file !== undefined) return { status: 200, body: file };
    if (pathname.startsWith("/auth/device/")) return account.device(pathname, asked.sent as Record<string, string>);
    if (!asked.isKnown) return problem(401, "unauthenticated");
    const [, first = "", id = "", ...rest] = pathname.split("/");
    const what = [method, first, ...(first === "apps" ? rest.filter((part) => !/^\d+$/.test(part)) : [])].join(" ");
    const code = Number(rest[1] ?? Number.NaN);
    switch (what) {
      case "GET auth":
        return account.me();
      case "GET submissions":
        return submissions.submission(Number(id));
      case "POST developers":
        return account.member(id, rest[0] ?? "", asked.sent);
      case "POST signing-keys":
        return submissions.open("register", documentsOf(asked.sent));
      case "GET apps":
        return id === "" ? apps.listed() : apps.one(id);
      case "POST apps":
        return apps.drafted(asked.sent as { app_id: string; developer: string });
      case "GET apps versions":
        return rest.length === 1 ? apps.versions(id) : apps.version(id, code);
      case "POST apps versions":
        return apps.uploaded(id, asked);
      case "POST apps versions submit":
        return apps.submitted(id, code, documentsOf(asked.sent));
      default: {
        const numbers = first === "apps" ? portalStatsAnswer(id, rest.join("/"), searchParams) : null;
        return numbers ?? problem(404, "not-found");
      }
    }
  };
}

function documentsOf(sent: unknown): readonly Document[] {
  return (sent as { readonly documents: readonly Document[] }).documents;
}
