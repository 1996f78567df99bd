import type { PortalClient } from "./portal-client.ts";
import { PortalError } from "./portal-error.ts";
import type { DeveloperId } from "../../core/ids/ids.ts";
import { isJsonObject } from "../../core/json/value.ts";
import type { SignedBody } from "../../core/json/signed-document.ts";
import { signDocument, type Signer } from "../../core/signing/signatures.ts";

const TYPE = "mosis-portal-membership";

/**
 * Proves to a portal that whoever is signed in there works for a developer: signs its challenge with a key that is in charge of the
 * developer's keys. Nothing else than such a challenge, for this portal and this developer, is ever signed.
 *
 * @throws PortalError
 */
export async function proveMembership(
  { url, request }: PortalClient,
  developer: DeveloperId,
  signer: Signer,
): Promise<void> {
  const path = `/developers/${developer}`;
  const { body } = await request({ method: "POST", path: `${path}/challenges`, body: {} });
  const challenge = isJsonObject(body) ? body["challenge"] : undefined;
  if (
    !isJsonObject(challenge) ||
    challenge["_type"] !== TYPE ||
    challenge["developer"] !== developer ||
    challenge["portal"] !== url
  ) {
    throw new PortalError(
      "unreachable",
      `${url} asks for a signature of something else than a membership. Nothing was signed.`,
    );
  }
  const document = signDocument(challenge as SignedBody, [signer]);
  await request({ method: "POST", path: `${path}/members`, body: document });
}
