/** What an API key or a session may be used for. */
export type Scope = "apps:read" | "apps:write" | "stats:read" | "keys:write" | "account";

/** Rising. */
export const ROLES = ["viewer", "maintainer", "owner"] as const;
/** What an account may do for a developer. */
export type Role = (typeof ROLES)[number];

/** Whose request it is. */
export interface Identity {
  readonly userId: string;
  readonly kind: "session" | "api-key" | "jwt";
  /** Of the session or the key: what limits count by. */
  readonly credentialId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** What the portal asks of its accounts. */
export interface Accounts {
  /** Null for somebody who did not say who they are, or not rightly. Throws ProblemError `cross-site` where a page of another site sent a change. */
  authenticate(request: Request): Promise<Identity | null>;
  /** Null for no member. */
  roleOf(userId: string, developer: string): Promise<Role | null>;
  /** Ids of the developers of which an account is a member. */
  developersOf(userId: string): Promise<readonly string[]>;
}
