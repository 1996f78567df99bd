import type { Role } from "./identity.ts";
import type { AuditTable } from "../audit/audit-log.ts";

/** Times are RFC 3339 with milliseconds, in UTC. The first five are better-auth's, of which only what is read here is named. */
export interface AccountTables {
  user: { id: string; name: string; email: string; emailVerified: number; createdAt: string; updatedAt: string };
  session: {
    id: string;
    userId: string;
    token: string;
    userAgent: string | null;
    createdAt: string;
    expiresAt: string;
  };
  account: {
    id: string;
    userId: string;
    providerId: string;
    accountId: string;
    scope: string | null;
    password: string | null;
    createdAt: string;
    updatedAt: string;
  };
  verification: { id: string; identifier: string; value: string; expiresAt: string };
  jwks: { id: string; createdAt: string; expiresAt: string | null };
  apikey: ApiKeyTable;
  device_login: DeviceLoginTable;
  membership: MembershipTable;
  invitation: InvitationTable;
  challenge: { nonce: string; user_id: string; developer_id: string; expires_at: string };
  audit: AuditTable;
}

interface ApiKeyTable {
  id: string;
  user_id: string;
  name: string;
  /** Its first characters, to be told apart by. */
  start: string;
  /** SHA-256 of the whole key, hex. */
  hash: string;
  /** With spaces between. */
  scopes: string;
  created_at: string;
  expires_at: string;
  /** To the minute. */
  last_used_at: string | null;
}

interface DeviceLoginTable {
  /** SHA-256 of the device code, hex. */
  hash: string;
  user_code: string;
  client: string;
  scopes: string;
  status: "pending" | "approved" | "denied";
  user_id: string | null;
  expires_at: string;
  polled_at: string | null;
}

interface MembershipTable {
  developer_id: string;
  user_id: string;
  role: Role;
  /** The developer's key that proved it; null if it came by invitation. */
  keyid: string | null;
  invited_by: string | null;
  created_at: string;
}

interface InvitationTable {
  id: string;
  developer_id: string;
  email: string;
  role: Role;
  invited_by: string;
  created_at: string;
  expires_at: string;
}
