/** What a subcommand of the command line is, and what it may touch. */

/** Exit codes: done; done but something failed; called wrongly. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Output of a command. Everything goes through here, so that commands can be tested without a process. */
export interface CommandIo {
  /** Writes one line to standard output; resolves when more may be written. */
  line(text: string): Promise<void>;
  /** Writes one line for a person to standard error. */
  note(text: string): void;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Printed by `--help`: the call and its options. */
  readonly usage: string;
  /** Resolves to the exit code. Throws `UsageError` for arguments that make no sense. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** The command line itself is wrong: the message and the usage are printed, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
