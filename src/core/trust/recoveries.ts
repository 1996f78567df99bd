import { asInteger, asObject, asTime, type Cursor, items, malformed, member } from "./cursor.ts";
import type { TargetsMetadata } from "./metadata.ts";
import { type DeveloperId, parseDeveloperId, parseSha256, type Sha256 } from "../ids/ids.ts";
import { limits } from "../limits.ts";

/** The field of the offline targets file that holds the statements. Other TUF clients ignore fields they do not know. */
export const RECOVERIES_FIELD = "mosis_recoveries";

/**
 * The offline keys' word that a developer lost every account key: from a time on, one rotation counts that no older key signed.
 * A type, so that it is a JSON value.
 */
export type RecoveryStatement = {
  readonly developer: DeveloperId;
  /** Of the rotation. A developer's rotation is stated once. */
  readonly seq: number;
  /** SHA-256 of the canonical bytes of the rotation's body, so of exactly one new key. */
  readonly rotation: Sha256;
  /** Of the developer document that the recovery follows. A later document is the owner's objection. */
  readonly developer_seq: number;
  /** RFC 3339 in UTC to the second. */
  readonly not_before: string;
};

/**
 * The recoveries that the offline targets file states, in order of their statement. Further fields of a statement are kept.
 *
 * @throws TrustError `malformed`
 */
export function recoveriesOf({ file, document }: TargetsMetadata): readonly RecoveryStatement[] {
  const list = member({ file, pointer: "/signed", value: document.signed }, RECOVERIES_FIELD);
  if (list.value === undefined) return [];
  const statements = items(list).map(parseStatement);
  const names = new Set(statements.map(recoveryName));
  return names.size === statements.length ? statements : malformed(list, "one statement for a rotation");
}

/** How people name a recovery: `ada/2` is the second rotation of `ada`. */
export function recoveryName({ developer, seq }: Pick<RecoveryStatement, "developer" | "seq">): string {
  return `${developer}/${seq}`;
}

/** The statement about a rotation, or null. The digest alone decides; the ids are there to be read. */
export function findRecovery(
  recoveries: readonly RecoveryStatement[],
  { developer, seq, rotation }: Pick<RecoveryStatement, "developer" | "seq" | "rotation">,
): RecoveryStatement | null {
  const found = recoveries.find((each) => each.rotation === rotation);
  return found?.developer === developer && found.seq === seq ? found : null;
}

/** True before the second from which a recovery counts. */
export function isEarly({ not_before: from }: Pick<RecoveryStatement, "not_before">, now: Date): boolean {
  return now.getTime() < Date.parse(from);
}

function parseStatement(cursor: Cursor): RecoveryStatement {
  const developer = member(cursor, "developer");
  const rotation = member(cursor, "rotation");
  if (parseDeveloperId(developer.value) === null) malformed(developer, "the id of a developer");
  if (parseSha256(rotation.value) === null) malformed(rotation, "a SHA-256");
  asInteger(member(cursor, "seq"), 1, limits.manifest.versionCode);
  asInteger(member(cursor, "developer_seq"), 1, limits.manifest.versionCode);
  asTime(member(cursor, "not_before"));
  return asObject(cursor) as unknown as RecoveryStatement;
}
