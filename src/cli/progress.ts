/** Progress of long work, as notes: not more often than every few seconds, and nothing for what is quick. */
import type { CommandIo } from "./command.ts";

const EVERY_MS = 3_000;

/** Call the result with each step; `of` undefined while nobody knows it. */
export function progressNotes(
  io: CommandIo,
  what: string,
  now: () => number = Date.now,
): (done: number, of?: number) => void {
  let next = now() + EVERY_MS;
  return (done, of) => {
    if (now() < next) return;
    next = now() + EVERY_MS;
    io.note(
      `${what}: ${done}${of === undefined ? "" : ` of ${of} (${Math.floor((100 * done) / Math.max(of, 1))} %)`}`,
    );
  };
}
