import type { RestorePlan } from "./restore-backup.ts";

/** What people have to do after a restore, in order; nothing after a check. */
export function leftToDo({ manifest, registry, databases, store }: RestorePlan): readonly string[] {
  const steps: string[] = [];
  if (registry !== null) {
    steps.push(
      `Push the registry to its forge: git -C ${registry.to} push URL "refs/heads/*:refs/heads/*" "refs/tags/*:refs/tags/*" "refs/mosis/*:refs/mosis/*"`,
      "Take what was merged since from the clones of developers and reviewers; open pull requests are opened again.",
    );
  }
  if (registry !== null || store !== null) {
    steps.push(
      "Keys are in no backup. Bring the online keys into the environment `signing`, or name new ones in a ceremony.",
      `If anything was published after ${manifest.made_at}, name new timestamp and snapshot keys in a ceremony: devices refuse to go back under the old ones.`,
    );
  }
  if (store !== null) {
    if (store.kept.length === 0) steps.push("Copy packages/ and assets/ into the target from wherever they are left.");
    steps.push(
      "Run `publish`: it computes the rest and signs it. Then hold what is out against the registry: npx mosis registry verify URL",
    );
  }
  if (databases !== null) {
    steps.push(
      `Start the functions on ${databases.to}, with their secrets: before they answer, they delete again what people had deleted.`,
      `Deletions after the newest copy of them are unknown: ${newestCopy(databases.deletions)}. Say so to your users if that was long ago.`,
      "Accounts that were closed since the backup are there again: close them.",
    );
  }
  return steps;
}

function newestCopy(copies: readonly string[]): string {
  return copies.at(-1) ?? "there was none but the backup's own";
}
