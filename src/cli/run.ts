/** Finds the subcommand, runs it, and turns what happens into an exit code. */
import { COMMANDS } from "./commands.ts";
import { EXIT, UsageError, type CommandIo } from "./command.ts";

/** `args` are the arguments after the program's name. Resolves to the exit code. */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    await io.line(overview());
    return EXIT.ok;
  }
  const entry = name === undefined ? undefined : COMMANDS.get(name);
  if (entry === undefined) {
    io.note(name === undefined ? overview() : `There is no command "${name}".\n\n${overview()}`);
    return EXIT.usage;
  }
  const command = await entry.load();
  const options = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (options.includes("--help") || options.includes("-h")) {
    await io.line(command.usage);
    return EXIT.ok;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.note(`${error.message}\n\n${command.usage}`);
    return EXIT.usage;
  }
}

function overview(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return ["valuemark COMMAND …", "", ...lines, "", "valuemark COMMAND --help tells more."].join("\n");
}
