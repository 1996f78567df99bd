import type { Forge } from "../forge/forge-port.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import type { Uploads } from "../uploads/uploads-port.ts";
import { type Identity, type Role, roles } from "../accounts/identity.ts";

/** @throws ProblemError `not-configured` */
export function requireForge({ forge }: Pick<PortalPorts, "forge">): Forge {
  if (forge !== null) return forge;
  throw problem(
    "not-configured",
    "This portal cannot submit: whoever runs it sets MOSIS_REGISTRY, MOSIS_GITHUB_APP_ID and MOSIS_GITHUB_APP_KEY.",
  );
}

/** @throws ProblemError `not-configured` */
export function requireUploads({ uploads }: Pick<PortalPorts, "uploads">): Uploads {
  if (uploads !== null) return uploads;
  throw problem("not-configured", "This portal takes no packages: whoever runs it sets MOSIS_DATA or a bucket.");
}

/**
 * That somebody is a member of a developer, in at least a role.
 *
 * @throws ProblemError `not-a-member`, `insufficient-role`
 */
export async function requireRole(
  { userId }: Identity,
  developer: string,
  role: Role,
  { accounts }: Pick<PortalPorts, "accounts">,
): Promise<void> {
  const own = await accounts.roleOf(userId, developer);
  if (own === null) throw problem("not-a-member", `Your account is no member of the developer "${developer}".`);
  requireAtLeast(role, own, developer);
}

/** @throws ProblemError `insufficient-role` */
export function requireAtLeast(role: Role, own: Role, developer: string): void {
  // From the one on that may do most.
  if (roles.indexOf(own) <= roles.indexOf(role)) return;
  throw problem("insufficient-role", `You are ${own} of "${developer}"; this needs ${role}.`);
}
