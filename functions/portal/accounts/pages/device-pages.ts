import { type Context, Hono } from "hono";

import { html, page } from "./html.ts";
import type { AskApi } from "./own-api.ts";
import { alert, detailOf } from "./sign-in-pages.ts";
import { isScope, type Scope } from "../identity.ts";
import { readParameters } from "../read-form.ts";
import { isJsonObject, type JsonObject } from "../../../../src/core/json/value.ts";

/** What a program may do, as people read it before they let it in. */
const SCOPE_TEXTS: Readonly<Record<Scope, string>> = {
  "apps:read": "see your apps and their versions",
  "apps:write": "submit apps, versions and what the store says of them",
  "stats:read": "see numbers and crashes of your apps",
  "keys:write": "register signing keys, and withdraw them",
  account: "change your account, its API keys and your teams",
};
const CSRF_FIELD = "csrf_token";

/** Pages for who is signed in: to let a program in by its code, and to answer invitations. */
export function devicePages(ask: AskApi): Hono {
  const routes = new Hono();

  routes.get("/device", (context) =>
    signedIn(context, async (csrfToken, account) => {
      const code = context.req.query("user_code") ?? "";
      if (code === "") return askForCode();
      const { status, body } = await ask(context, `GET /auth/device?user_code=${encodeURIComponent(code)}`);
      if (status !== 200) return askForCode(detailOf(body), status);
      return page(
        "Let a program in?",
        html`<p>
            <strong>${textOf(body, "client")}</strong> shows the code <code>${code}</code> and wants to act for
            ${account}:
          </p>
          <ul>
            ${listOf(body, "scopes").map((scope) => (isJsonObject(scope) ? html`` : html`<li>${isScope(scope) ? SCOPE_TEXTS[scope] : scope}</li>`))}
          </ul>
          <p>Only go on if you started it yourself, just now, and it shows this code.</p>
          <form method="post" action="/device">
            ${hidden(CSRF_FIELD, csrfToken)}${hidden("user_code", code)}
            <button name="decision" value="approve">Let it in</button>
            <button name="decision" value="deny">Refuse</button>
          </form>`,
      );
    }),
  );

  routes.post("/device", async (context) => {
    const { user_code = "", decision = "", csrf_token } = await readParameters(context.req.raw);
    const { status, body } = await ask(context, "POST /auth/device", { user_code, decision }, csrf_token);
    if (status !== 204) return askForCode(detailOf(body), status);
    const done = decision === "approve" ? "The program is let in: go back to it." : "The program was refused.";
    return page("Let a program in?", html`<p>${done}</p>`);
  });

  routes.get("/my-invitations", (context) =>
    signedIn(context, async (csrfToken) => {
      const { body } = await ask(context, "GET /invitations");
      const open = listOf(body, "invitations").filter(isJsonObject);
      return page(
        "Invitations",
        open.length === 0
          ? html`<p>There are none.</p>`
          : html`${open.map(
              (each) =>
                html`<form method="post" action="/my-invitations">
                  <p>Work for <strong>${textOf(each, "developer")}</strong> as ${textOf(each, "role")}</p>
                  ${hidden(CSRF_FIELD, csrfToken)}${hidden("developer", textOf(each, "developer"))}${hidden("id", textOf(each, "id"))}
                  <button name="answer" value="accept">Accept</button>
                  <button name="answer" value="decline">Decline</button>
                </form>`,
            )}`,
      );
    }),
  );

  routes.post("/my-invitations", async (context) => {
    const { developer = "", id = "", answer = "", csrf_token } = await readParameters(context.req.raw);
    const path = ["developers", developer, "invitations", id, answer === "accept" ? answer : "decline"];
    const operation = `POST /${path.map(encodeURIComponent).join("/")}`;
    const { status, body } = await ask(context, operation, undefined, csrf_token);
    if (status >= 400) return page("Invitations", alert(detailOf(body)), status);
    return context.redirect("/my-invitations", 303);
  });

  /** Whoever is not signed in does that first, and comes back. */
  async function signedIn(
    context: Context,
    render: (csrfToken: string, account: string) => Promise<Response>,
  ): Promise<Response> {
    const { status, body } = await ask(context, "GET /auth/me");
    const { pathname, search } = new URL(context.req.url);
    if (status !== 200) return context.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
    return render(textOf(body, "csrf_token"), textOf(body["account"], "email"));
  }

  return routes;
}

function askForCode(problem?: string, status = 200): Promise<Response> {
  return page(
    "Let a program in",
    html`${alert(problem)}
      <form method="get" action="/device">
        <label for="code">Code that the program shows</label>
        <input
          id="code"
          name="user_code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
        /><button>Go on</button>
      </form>`,
    status,
  );
}

function hidden(name: string, value: string) {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

function textOf(object: unknown, name: string): string {
  const value = (object as JsonObject | undefined)?.[name];
  return typeof value === "string" ? value : "";
}

function listOf(object: JsonObject, name: string): readonly (JsonObject | string)[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly (JsonObject | string)[]) : [];
}
