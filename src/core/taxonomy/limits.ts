/** Bounds on taxonomy files, far above the published release (441 kB, 3,604 nodes), to fail clearly on others. */

/** UTF-16 code units of a whole file. */
export const MAX_TEXT = 64 * 1024 * 1024;
export const MAX_NODES = 200_000;
/** UTF-16 code units of an id, a name or an alias. */
export const MAX_NAME = 300;
/** UTF-16 code units of a definition. */
export const MAX_DEFINITION = 10_000;
