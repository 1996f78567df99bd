/** What a credential may be used for, as said when it is made. */
export const scopes = ["apps:read", "apps:write", "stats:read", "keys:write", "account"] as const;

/**
 * `apps:read` and `apps:write`: apps and their versions; `stats:read`: numbers and crashes; `keys:write`: signing keys; `account`: API keys,
 * sessions, memberships and the account itself.
 */
export type Scope = (typeof scopes)[number];

/** Who sent a request, and what that credential may do. */
export interface Identity {
  readonly userId: string;
  readonly kind: "session" | "api-key" | "jwt";
  /** Id of the session or of the API key: what a limit per key counts by. A token counts as the session that it came from. */
  readonly credentialId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** What somebody is to a developer: owners decide who else is, maintainers change apps, viewers read. */
export const roles = ["owner", "maintainer", "viewer"] as const;
export type Role = (typeof roles)[number];

export function isScope(value: unknown): value is Scope {
  return scopes.some((scope) => scope === value);
}

/** The scopes of a list with spaces between, as OAuth writes it (RFC 6749 section 3.3); null if one is unknown. */
export function parseScopes(text: string): ReadonlySet<Scope> | null {
  const parts = text.split(" ").filter((part) => part !== "");
  return parts.every(isScope) ? new Set(parts) : null;
}
