/** Entry of the command line. */
import { once } from "node:events";
import process from "node:process";
import type { CommandIo } from "./command.ts";
import { runCommandLine } from "./run.ts";

// A reader that has seen enough (`… | head`) closes the pipe: that is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

const io: CommandIo = {
  async line(text) {
    if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
  },
  note(text) {
    process.stderr.write(`${text}\n`);
  },
};

process.exitCode = await runCommandLine(process.argv.slice(2), io);
