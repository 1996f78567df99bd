import type { Migration } from "../../shared/migrate.ts";

/** What better-auth 1.7.25 wants with the plugins that {@link createAuth} gives it, and that one login belongs to one account. */
const betterAuth: Migration = `
create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
create table "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, "scope" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
create table "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date not null, "updatedAt" date not null);
create table "jwks" ("id" text not null primary key, "publicKey" text not null, "privateKey" text not null, "createdAt" date not null, "expiresAt" date, "alg" text, "crv" text);
create index "session_userId_idx" on "session" ("userId");
create index "account_userId_idx" on "account" ("userId");
create index "verification_identifier_idx" on "verification" ("identifier");
create unique index "account_login" on "account" ("providerId", "accountId");
`;

const ours: Migration = `
create table apikey (id text primary key, user_id text not null references user (id) on delete cascade, name text not null, start text not null, hash text not null unique, scopes text not null, created_at text not null, expires_at text not null, last_used_at text) strict;
create index apikey_user on apikey (user_id);
create table device_login (hash text primary key, user_code text not null unique, client text not null, scopes text not null, status text not null check (status in ('pending', 'approved', 'denied')), user_id text references user (id) on delete cascade, expires_at text not null, polled_at text) strict;
create table membership (developer_id text not null, user_id text not null references user (id) on delete cascade, role text not null check (role in ('owner', 'maintainer', 'viewer')), keyid text, invited_by text, created_at text not null, primary key (developer_id, user_id)) strict, without rowid;
create index membership_user on membership (user_id);
create table invitation (id text primary key, developer_id text not null, email text not null, role text not null check (role in ('owner', 'maintainer', 'viewer')), invited_by text not null references user (id) on delete cascade, created_at text not null, expires_at text not null, unique (developer_id, email)) strict;
create index invitation_email on invitation (email);
create table challenge (nonce text primary key, user_id text not null references user (id) on delete cascade, developer_id text not null, expires_at text not null) strict;
create table audit (seq integer primary key, time text not null, actor text not null, action text not null, subject text not null, detail text not null, previous text not null unique, hash text not null unique) strict;
create index audit_actor on audit (actor);
create trigger audit_update before update on audit begin select raise(abort, 'The audit log is only ever added to.'); end;
create trigger audit_delete before delete on audit begin select raise(abort, 'The audit log is only ever added to.'); end;
`;

/** Of the database of accounts. What was released is never changed. */
export const accountMigrations: readonly Migration[] = [betterAuth, ours];
