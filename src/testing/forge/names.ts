/** Logins as GitHub allows them, and `[bot]` accounts. */
export const isLogin = (name: string): boolean => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?$/.test(name);

/** Names that are a folder and a path segment and nothing else. */
export const isRepositoryName = (name: string): boolean =>
  /^[A-Za-z0-9._-]{1,100}$/.test(name) && !/^\.+$/.test(name) && !name.toLowerCase().endsWith(".git");
