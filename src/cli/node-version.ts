/** Oldest major version of Node that mosis runs on; package.json says the same. */
const OLDEST_MAJOR = 24;

/**
 * One line for whoever runs mosis on an older Node, or null. Imported before anything else, so this file uses only what old versions
 * can parse.
 *
 * @param version such as `20.11.0`
 */
export function unsupportedNode(version: string): string | null {
  if (Number(version.split(".")[0]) >= OLDEST_MAJOR) return null;
  return (
    `mosis needs Node ${OLDEST_MAJOR} or newer, this is v${version}: ` +
    `run \`npm i node@${OLDEST_MAJOR}\` in your project, or see https://nodejs.org`
  );
}
