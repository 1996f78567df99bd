import { Hono } from "hono";

import { html, type Html, page } from "./html.ts";
import type { AskApi } from "./own-api.ts";
import { passwordLength } from "../password-rules.ts";
import { pathInPortal } from "../path-in-portal.ts";
import type { OAuthProvider } from "../ports.ts";
import { readParameters } from "../read-form.ts";

const LABELS: Readonly<Record<OAuthProvider, string>> = { github: "GitHub", google: "Google" };

const email = html`<label for="email">E-mail address</label
  ><input id="email" name="email" type="email" autocomplete="username" required />`;
const newPassword = html`<label for="password">Password, at least ${String(passwordLength.least)} characters</label
  ><input
    id="password"
    name="password"
    type="password"
    autocomplete="new-password"
    minlength="${String(passwordLength.least)}"
    required
  />`;

/** Pages to sign in, register, confirm an address and choose a new password. They are forms over the API and need no script. */
export function signInPages(ask: AskApi, providers: readonly OAuthProvider[]): Hono {
  const routes = new Hono();

  const signIn = (next: string, problem?: string, status = 200): Promise<Response> =>
    page(
      "Sign in",
      html`${alert(problem)}
        <form method="post" action="/sign-in">
          <input type="hidden" name="next" value="${next}" />${email} <label for="password">Password</label
          ><input id="password" name="password" type="password" autocomplete="current-password" required />
          <button>Sign in</button>
        </form>
        ${providers.map((name) => html`<p><a href="/auth/oauth/${name}?redirect=${encodeURIComponent(next)}">Sign in with ${LABELS[name]}</a></p>`)}
        <p><a href="/register">Register</a> · <a href="/forgot-password">Forgotten the password?</a></p>`,
      status,
    );

  routes.get("/sign-in", (context) => signIn(placeAfter(context.req.query("next"))));

  routes.post("/sign-in", async (context) => {
    const { email: address = "", password = "", next } = await readParameters(context.req.raw);
    const answer = await ask(context, "POST /auth/login", { email: address, password });
    if (answer.status !== 200) return signIn(placeAfter(next), detailOf(answer.body), answer.status);
    for (const cookie of answer.cookies) context.header("set-cookie", cookie, { append: true });
    return context.redirect(placeAfter(next), 303);
  });

  const register = (problem?: string, status = 200): Promise<Response> =>
    page(
      "Register",
      html`${alert(problem)}
        <form method="post" action="/register">
          <label for="name">Name, as others see it</label
          ><input id="name" name="name" autocomplete="name" required />${email}${newPassword}<button>Register</button>
        </form>`,
      status,
    );
  routes.get("/register", () => register());
  routes.post("/register", async (context) => {
    const { name = "", email: address = "", password = "" } = await readParameters(context.req.raw);
    const answer = await ask(context, "POST /auth/register", { name, email: address, password });
    return answer.status === 202 ? page("Register", said(answer.body)) : register(detailOf(answer.body), answer.status);
  });

  const forgot = (problem?: string, status = 200): Promise<Response> =>
    page(
      "New password",
      html`${alert(problem)}
        <form method="post" action="/forgot-password">${email}<button>Send a link</button></form>`,
      status,
    );
  routes.get("/forgot-password", () => forgot());
  routes.post("/forgot-password", async (context) => {
    const { email: address = "" } = await readParameters(context.req.raw);
    const answer = await ask(context, "POST /auth/password/forgot", { email: address });
    return answer.status === 202
      ? page("New password", said(answer.body))
      : forgot(detailOf(answer.body), answer.status);
  });

  const reset = (token: string, problem?: string, status = 200): Promise<Response> =>
    page(
      "Choose a new password",
      html`${alert(problem)}
        <form method="post" action="/reset-password">
          <input type="hidden" name="token" value="${token}" />${newPassword}<button>Change it</button>
        </form>`,
      status,
    );
  routes.get("/reset-password", (context) => reset(context.req.query("token") ?? ""));
  routes.post("/reset-password", async (context) => {
    const { token = "", password = "" } = await readParameters(context.req.raw);
    const answer = await ask(context, "POST /auth/password/reset", { token, password });
    if (answer.status !== 204) return reset(token, detailOf(answer.body), answer.status);
    return page("Choose a new password", html`<p>It is changed. <a href="/sign-in">Sign in</a></p>`);
  });

  // A press of a button: programs that look at links in mails confirm nothing.
  routes.get("/verify-email", (context) =>
    page(
      "Confirm your address",
      html`<form method="post" action="/verify-email">
        <input type="hidden" name="token" value="${context.req.query("token") ?? ""}" /><button>Confirm</button>
      </form>`,
    ),
  );
  routes.post("/verify-email", async (context) => {
    const { token = "" } = await readParameters(context.req.raw);
    const answer = await ask(context, `GET /auth/verify-email?token=${encodeURIComponent(token)}`);
    const isDone = answer.status === 200;
    const body = isDone ? html`<p>It is confirmed. <a href="/sign-in">Sign in</a></p>` : alert(detailOf(answer.body));
    return page("Confirm your address", body, answer.status);
  });

  return routes;
}

/** Where somebody goes after signing in; home, where what was asked for is no page of the portal. */
function placeAfter(next = "/device"): string {
  return pathInPortal(next) ?? "/device";
}

export function alert(problem: string | undefined): Html {
  return problem === undefined ? html`` : html`<p role="alert">${problem}</p>`;
}

/** What an API answer says went wrong. */
export function detailOf(body: Readonly<Record<string, unknown>>): string {
  return typeof body["detail"] === "string" ? body["detail"] : "It failed. Try again.";
}

function said(body: Readonly<Record<string, unknown>>): Html {
  return html`<p>${detailOf(body)}</p>`;
}
