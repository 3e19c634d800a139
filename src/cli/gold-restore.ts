/** `valuemark gold restore`: a workspace's judgements and gold set from our own export. */
import path from "node:path";
import { corpusKeyOfFile, PROJECT_FOLDER } from "../store/paths.ts";
import { ensureProject, ProjectIsReadOnly } from "../store/project.ts";
import { NotRestorable, restoreBundle } from "../store/restore-bundle.ts";
import { EXIT, UsageError, type CommandIo } from "./command.ts";
import { progressNotes } from "./progress.ts";

export interface RestoreFlags {
  readonly place: string;
  readonly out?: string;
  readonly conversations?: string;
}

export async function restoreGold(
  { place, out, conversations }: RestoreFlags,
  io: CommandIo,
): Promise<number> {
  if (out === undefined) throw new UsageError("Say which project to restore into: --out FOLDER.");
  const root = path.resolve(out);
  const key = conversations === undefined ? undefined : corpusKeyOfFile(root, path.resolve(conversations));
  const folder = path.join(root, PROJECT_FOLDER);
  const tell = progressNotes(io, "Lines read");
  try {
    await ensureProject(folder);
    const found = await restoreBundle(place, folder, key, tell);
    await io.line(
      `Restored to ${found.folder}: gold set ${found.manifest.name} with ${found.items} conversations, ${found.events} events of ${found.raters} raters and ${found.adjudicators} adjudicators, ${found.suggestions} suggestions of ${found.runs} runs, ${found.samples} samples`,
    );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof NotRestorable) && !(error instanceof ProjectIsReadOnly)) throw error;
    io.note(error.message);
    return EXIT.failed;
  }
}
