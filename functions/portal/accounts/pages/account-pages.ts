import { Hono } from "hono";

import { devicePages } from "./device-pages.ts";
import { ownApi } from "./own-api.ts";
import { signInPages } from "./sign-in-pages.ts";
import { type AccountPorts, oauthProviders } from "../ports.ts";

/** What people need where there is no other way to the portal: to sign in, confirm, and let `mosis login --portal` in. */
export function accountPages(routes: Hono, { url, oauth }: Pick<AccountPorts, "url" | "oauth">): Hono {
  const ask = ownApi(routes, url);
  const pages = new Hono();
  pages.route(
    "/",
    signInPages(
      ask,
      oauthProviders.filter((name) => oauth[name] !== undefined),
    ),
  );
  pages.route("/", devicePages(ask));
  return pages;
}
