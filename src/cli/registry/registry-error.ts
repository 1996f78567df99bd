import { FetchError } from "../../node/fetch-file.ts";
import { GitError } from "../../node/git/git-error.ts";
import { PublishError } from "../../node/registry/publish/publish-error.ts";
import { TrustError } from "../../core/trust/trust-error.ts";
import { CliError } from "../errors/cli-error.ts";

/** Puts what keeps a store from being compared with its registry into words; other errors stay as they are. */
export function asRegistryError(error: unknown): unknown {
  if (error instanceof FetchError || (error instanceof TrustError && error.code === "unreachable")) {
    return new CliError("store-unreachable", error.message, "Check the address and the connection, and try again.", {
      cause: error,
    });
  }
  if (error instanceof PublishError || error instanceof TrustError) {
    const fix = "Name another commit with `--commit`; `mosis registry verify` needs one that could be published.";
    return new CliError("registry-broken", error.message, fix, { cause: error });
  }
  if (error instanceof GitError && error.code === "no-git") {
    return new CliError("git-missing", `${error.message}.`, "Install Git; registries are read with it.", {
      cause: error,
    });
  }
  if (error instanceof GitError) {
    const fix =
      "Check `--commit`, and fetch the whole history: `git fetch`, in a shallow clone `git fetch --unshallow`.";
    return new CliError("commit-missing", error.message, fix, { cause: error });
  }
  return error;
}
