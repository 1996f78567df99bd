import { type Role } from "./identity.ts";
import type { AccountPorts } from "./ports.ts";
import { parseDeveloperId } from "../../../src/core/ids/ids.ts";

export interface Membership {
  readonly developer_id: string;
  readonly user_id: string;
  readonly role: Role;
  /** The key that proved it; null if it came by invitation. */
  readonly keyid: string | null;
  readonly created_at: string;
}

const columns = ["developer_id", "user_id", "role", "keyid", "created_at"] as const;

/** Who works for which developer. What a key has proved holds for as long as the developer's document lists that key. */
export function createMemberships({
  database,
  developerKeys,
  now,
}: Pick<AccountPorts, "database" | "developerKeys" | "now">) {
  const standing = async (rows: readonly Membership[]): Promise<readonly Membership[]> => {
    const ids = [...new Set(rows.filter(({ keyid }) => keyid !== null).map((row) => row.developer_id))];
    const keys = new Map(await Promise.all(ids.map(async (id) => [id, await keyIdsOf(id)] as const)));
    return rows.filter(({ keyid, developer_id }) => keyid === null || keys.get(developer_id)?.has(keyid) === true);
  };

  const keyIdsOf = async (text: string): Promise<ReadonlySet<string>> => {
    const id = parseDeveloperId(text);
    const keys = id === null ? null : await developerKeys(id);
    return new Set(keys?.map(({ keyid }) => keyid));
  };

  return {
    async roleOf(userId: string, developerId: string): Promise<Role | null> {
      const rows = await database
        .selectFrom("membership")
        .select(columns)
        .where("user_id", "=", userId)
        .where("developer_id", "=", developerId)
        .execute();
      return (await standing(rows))[0]?.role ?? null;
    },
    async ofUser(userId: string): Promise<readonly { readonly developer: string; readonly role: Role }[]> {
      const rows = await database.selectFrom("membership").select(columns).where("user_id", "=", userId).execute();
      return (await standing(rows)).map(({ developer_id, role }) => ({ developer: developer_id, role }));
    },
    async ofDeveloper(developerId: string): Promise<readonly Membership[]> {
      return standing(
        await database.selectFrom("membership").select(columns).where("developer_id", "=", developerId).execute(),
      );
    },
    /** Gives a role, or another one than before. */
    async put(member: Omit<Membership, "created_at"> & { readonly invited_by: string | null }): Promise<void> {
      const { role, keyid, invited_by } = member;
      await database
        .insertInto("membership")
        .values({ ...member, created_at: new Date(now()).toISOString() })
        .onConflict((conflict) =>
          conflict.columns(["developer_id", "user_id"]).doUpdateSet({ role, keyid, invited_by }),
        )
        .execute();
    },
    /** False if there is no such member. */
    async remove(developerId: string, userId: string): Promise<boolean> {
      const { numDeletedRows } = await database
        .deleteFrom("membership")
        .where("developer_id", "=", developerId)
        .where("user_id", "=", userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

export type Memberships = ReturnType<typeof createMemberships>;
