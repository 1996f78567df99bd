import { Octokit } from "octokit";

import { aWorld, BASE, clientOf, DEV, EVE, KEEPER, propose, type Proposal, ROBOT } from "../fixture.ts";

/** Who the contract is stated with: a maintainer, two strangers with accounts, an App, and nobody. */
export type Role = "keeper" | "dev" | "eve" | "robot" | "nobody";

/** A forge as octokit sees it: ours, or the real one. */
export interface ContractWorld {
  readonly repository: { readonly owner: string; readonly repo: string };
  as(role: Role): Octokit;
  /** Opens a pull request of a fork with a new file; gives its number and head. */
  propose(role: "dev" | "eve", proposal: Proposal): Promise<{ readonly number: number; readonly sha: string }>;
  end(): Promise<void>;
}

/**
 * Ours. With `FORGE_CONTRACT_REPOSITORY=owner/name` and `FORGE_CONTRACT_<ROLE>` tokens the same is asked of api.github.com: the
 * repository has to be one that the keeper may write to and that may be thrown away.
 */
export async function aContractWorld(env: NodeJS.ProcessEnv = process.env): Promise<ContractWorld> {
  const named = env["FORGE_CONTRACT_REPOSITORY"];
  if (named !== undefined) return realWorld(named, env);
  const world = await aWorld();
  const users = { keeper: KEEPER, dev: DEV, eve: EVE, robot: ROBOT, nobody: null };
  return {
    repository: BASE,
    as: (role) => clientOf(world.forge, users[role]),
    propose: (role, proposal) => propose(world.as(users[role]), proposal),
    end: world.end,
  };
}

function realWorld(named: string, env: NodeJS.ProcessEnv): ContractWorld {
  const [owner = "", repo = ""] = named.split("/");
  const as = (role: Role): Octokit => {
    const auth = env[`FORGE_CONTRACT_${role.toUpperCase()}`];
    return new Octokit({ ...(role !== "nobody" && auth !== undefined && { auth }), retry: { enabled: false } });
  };
  return {
    repository: { owner, repo },
    as,
    propose: (role, { branch, files }) =>
      propose(as(role), { branch: `${branch}-${Date.now()}`, files }, { owner, repo }),
    end: () => Promise.resolve(),
  };
}
