/** The one corpus that a command is about. */
import path from "node:path";
import type { CorpusPaths } from "../store/paths.ts";
import { UsageError } from "./command.ts";
import { findCorpora } from "./judgement-files.ts";

/**
 * `place`: a project's folder or a conversation file; `key`: the corpus folder's name, needed where a project has
 * several. Throws `UsageError` naming them, or the file system's error if `place` isn't there.
 */
export async function oneCorpus(place: string, key?: string): Promise<CorpusPaths> {
  const found = await findCorpora(place);
  const chosen = key === undefined ? found : found.filter(({ folder }) => path.basename(folder) === key);
  const [only, ...more] = chosen;
  if (!only)
    throw new UsageError(
      key === undefined ? "There is no corpus with judgements here." : `There is no corpus "${key}" here.`,
    );
  if (more.length > 0)
    throw new UsageError(
      `There are several corpora here. Choose one with --corpus:\n${chosen.map(({ folder }) => `  ${path.basename(folder)}`).join("\n")}`,
    );
  return only;
}
