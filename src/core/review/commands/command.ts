/** What a person says about a submission, in a comment or by a review of the forge. */
export type Command =
  | { readonly name: "approve"; readonly sha: string; readonly reason: string | null }
  | { readonly name: "reject" | "request-changes" | "hold" | "appeal"; readonly reason: string }
  | { readonly name: "unhold" | "withdraw"; readonly reason: string | null };

export type CommandName = Command["name"];

/** How each command is written; the help of people and the answer to a mistake. */
export const commandForms: Readonly<Record<CommandName, string>> = {
  approve: "/approve <all 40 digits of the commit> [reason]",
  reject: "/reject <reason>",
  "request-changes": "/request-changes <reason>",
  hold: "/hold <reason>",
  unhold: "/unhold [reason]",
  appeal: "/appeal <reason>",
  withdraw: "/withdraw [reason]",
};

/** Who may use a command: those whom the base registry names, or whoever opened the pull request. */
export const commandUsers: Readonly<Record<CommandName, "reviewer" | "author">> = {
  approve: "reviewer",
  reject: "reviewer",
  "request-changes": "reviewer",
  hold: "reviewer",
  unhold: "reviewer",
  appeal: "author",
  withdraw: "author",
};

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(commandForms, word);
}
