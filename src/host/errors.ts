/** Errors that are for the user to read, apart from those that are bugs. */

/** The message is shown as it stands: what is wrong, then what to do. Never holds conversation text. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The user gave up (closed a picker, cancelled a progress). Never shown. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("cancelled");
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
