import { randomToken } from "./random.ts";
import type { AccountPorts } from "./ports.ts";
import { accountProblem } from "./problems.ts";
import { equalBytes } from "../../../src/core/bytes.ts";
import type { DeveloperId, KeyId } from "../../../src/core/ids/ids.ts";
import { canonicalize } from "../../../src/core/json/canonical.ts";
import { parseSignedDocument } from "../../../src/core/json/signed-document.ts";
import { signersOf } from "../../../src/core/signing/signatures.ts";

const LIFETIME_MS = 900_000;
const NONCE_BYTES = 24;

/** What a developer signs to say that an account of the portal is theirs. A type, so that it is a JSON value. */
export type MembershipStatement = {
  readonly _type: "mosis-portal-membership";
  readonly spec_version: "1.0.0";
  /** Origin of the portal: worth nothing in another one. */
  readonly portal: string;
  readonly developer: string;
  /** Id of the account. */
  readonly account: string;
  readonly nonce: string;
  readonly expires: string;
};

type ProofPorts = Pick<AccountPorts, "database" | "now" | "url" | "crypto" | "developerKeys">;

/** Challenges that are signed with a key that may change the developer's document: who can do that can do everything anyway. */
export function createProofs({ database, now, url, crypto, developerKeys }: ProofPorts) {
  const statement = (developer: string, account: string, nonce: string, expires: string): MembershipStatement => ({
    _type: "mosis-portal-membership",
    spec_version: "1.0.0",
    portal: url,
    developer,
    account,
    nonce,
    expires,
  });

  return {
    async challenge(developer: DeveloperId, userId: string): Promise<MembershipStatement> {
      const time = now();
      await database.deleteFrom("challenge").where("expires_at", "<", new Date(time).toISOString()).execute();
      const nonce = randomToken(NONCE_BYTES);
      const expires = new Date(time + LIFETIME_MS).toISOString();
      const row = { nonce, user_id: userId, developer_id: developer, expires_at: expires };
      await database.insertInto("challenge").values(row).execute();
      return statement(developer, userId, nonce, expires);
    },
    /**
     * The developer's key that signed a challenge of this account, which is used up by it.
     *
     * @param document the signed statement, in the envelope of all signed documents
     * @throws ProblemError `invalid-proof`, or `not-found` for an unknown developer
     */
    async check(developer: DeveloperId, userId: string, document: unknown): Promise<KeyId> {
      const parsed = parseSignedDocument(new TextEncoder().encode(JSON.stringify(document)), "proof");
      const nonce = parsed.ok ? parsed.document.signed["nonce"] : undefined;
      if (!parsed.ok || typeof nonce !== "string") {
        throw accountProblem(
          "invalid-proof",
          "Send the challenge, signed: {signatures, signed}. `mosis keys register` does.",
        );
      }
      const keys = await developerKeys(developer);
      if (keys === null) throw accountProblem("not-found", `The store knows no developer "${developer}" yet.`);
      const issued = await database
        .deleteFrom("challenge")
        .where("nonce", "=", nonce)
        .where("user_id", "=", userId)
        .where("developer_id", "=", developer)
        .returningAll()
        .executeTakeFirst();
      if (issued === undefined || Date.parse(issued.expires_at) <= now()) {
        throw accountProblem(
          "invalid-proof",
          "The challenge is not one of yours, has expired or was used. Ask for a new one.",
        );
      }
      const expected = statement(developer, userId, nonce, issued.expires_at);
      const [signer] = signersOf(parsed.document, keys, crypto);
      if (signer !== undefined && equalBytes(canonicalize(parsed.document.signed), canonicalize(expected)))
        return signer;
      const fix = "Sign exactly the challenge, with a key whose use is `account` and that is not revoked.";
      throw accountProblem("invalid-proof", `No key that may change the document of "${developer}" signed it. ${fix}`);
    },
  };
}
