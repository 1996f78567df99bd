import { appendFile } from "node:fs/promises";
import { join } from "node:path";

import { Octokit } from "octokit";

import { s3Signer } from "./s3-signer.ts";
import { type Forge, githubForge } from "../../src/node/forge.ts";
import type { RepositoryName } from "../../src/node/forge-commit.ts";
import { type GitRemote, type GitRepository, openRepository } from "../../src/node/git/repository.ts";
import { folderTarget, type PublishTarget } from "../../src/node/publish-target.ts";
import { parseS3Address, s3Credentials } from "../../src/node/s3/s3-address.ts";
import { s3Target } from "../../src/node/s3/s3-target.ts";

/** What every job of a registry works on, from the variables that GitHub Actions sets. */
export interface Job {
  readonly octokit: Octokit;
  readonly name: RepositoryName;
  readonly forge: Forge;
  /** A bare clone that lives as long as the job. */
  readonly repository: GitRepository;
  readonly remote: GitRemote;
}

export async function openJob(env: NodeJS.ProcessEnv = process.env): Promise<Job> {
  const [owner = "", repo = ""] = required("GITHUB_REPOSITORY", env).split("/");
  const name = { owner, repo };
  const auth = env["GITHUB_TOKEN"];
  const baseUrl = required("GITHUB_API_URL", env);
  // GitHub wants a pause between two writes; a forge on this machine has nobody to spare.
  const isLocal = new URL(baseUrl).hostname === "127.0.0.1";
  const octokit = new Octokit({
    baseUrl,
    ...(auth !== undefined && { auth }),
    ...(isLocal && { throttle: { enabled: false } }),
  });
  return {
    octokit,
    name,
    forge: githubForge(octokit, name),
    repository: await openRepository(join(required("RUNNER_TEMP", env), "registry.git")),
    remote: {
      url: `${required("GITHUB_SERVER_URL", env)}/${owner}/${repo}.git`,
      ...(auth !== undefined && { token: auth }),
    },
  };
}

/** Where the store is published: the bucket or the folder that `MOSIS_TARGET` names. */
export function openTarget(env: NodeJS.ProcessEnv = process.env): PublishTarget {
  const target = required("MOSIS_TARGET", env);
  return target.startsWith("s3:")
    ? s3Target(parseS3Address(target), s3Signer(s3Credentials(env)))
    : folderTarget(target);
}

/** A variable that the workflow has to set. */
export function required(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`The variable ${name} is not set.`);
  return value;
}

/** Sets an output of the step. */
export async function setOutput(name: string, value: string): Promise<void> {
  await appendFile(required("GITHUB_OUTPUT"), `${name}=${value}\n`);
}
