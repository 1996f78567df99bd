/** The Node that runs this, such as `24.21.0`. */
export const nodeVersion = process.versions.node;

/** Whether files have an owner and permission bits for others. */
export const hasFileModes = process.platform !== "win32";
