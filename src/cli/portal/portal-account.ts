import { isJsonObject, type JsonObject } from "../../core/json/value.ts";
import type { PortalClient } from "../../node/portal/portal-client.ts";
import { answerReader } from "../../node/portal/portal-answer.ts";

/** Whose token it is, as the portal says. */
export interface PortalAccount {
  readonly id: string;
  /** The e-mail address. */
  readonly account: string;
  readonly scopes: readonly string[];
  /** Developers that the account speaks for. */
  readonly developers: readonly { readonly id: string; readonly role: string }[];
}

export async function portalAccount({ url, request }: PortalClient): Promise<PortalAccount> {
  const { body } = await request({ method: "GET", path: "/auth/me" });
  const me = answerReader(body, `${url} says of your account`);
  const own = me.object("account");
  return {
    id: own.text("id"),
    account: own.text("email"),
    scopes: scopesOf(isJsonObject(body) ? body : {}),
    developers: me.list("developers").map((each) => ({ id: each.text("developer"), role: each.text("role") })),
  };
}

function scopesOf({ scopes }: JsonObject): readonly string[] {
  return Array.isArray(scopes) ? scopes.filter((each) => typeof each === "string") : [];
}
