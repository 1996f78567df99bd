import type { CommandSpec } from "../../command.ts";

export const registryVerify = {
  name: "registry verify",
  summary: "Hold a live store against its registry",
  description: [
    "Computes the store anew from a checkout of its registry, with the code that publishes it, and compares: every file of the index byte for byte, the TUF metadata by content. Roots and offline targets must be those of the registry's `trust/`; timestamp, snapshot and bins must be signed by the keys named there and not expired; the bins together must list exactly the computed apps, each in its own bin. No private key is needed: the platform's signatures are taken from the store, once they verify.",
    "Packages and screenshots come from the store itself, and from their addresses where it lacks them; their hashes in the registry decide. Which files a web server has beyond these cannot be asked; those of a folder are listed. Pages and statistics are not compared.",
    "The commit is the published one where the checkout has `refs/mosis/published`, else HEAD. Its whole history is needed, as it says when versions were published. Exit code 1 means differences, 4 that the store did not answer.",
  ],
  positionals: [{ name: "store", summary: "Address of the store, or a folder with its tree", required: true }],
  options: {
    registry: { type: "string", valueName: "DIR", summary: "Checkout of the registry repository [the current folder]" },
    commit: {
      type: "string",
      valueName: "REV",
      summary: "Commit, branch or tag of the registry [what was published last, else HEAD]",
    },
    "from-source": {
      type: "boolean",
      summary: "Take packages and screenshots from the addresses in the registry first, not from the store",
    },
  },
  mutates: false,
  examples: [
    { command: "mosis registry verify https://store.example/", summary: "In a checkout of the store's registry" },
    {
      command: "mosis registry verify ./published --registry ../registry --commit v12 --json",
      summary: "A folder with a store's tree, at a certain commit",
    },
  ],
} as const satisfies CommandSpec;
