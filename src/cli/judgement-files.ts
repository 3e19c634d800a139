/** Finds and reads the judgement files of several raters. Nothing is written. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { versionKey, type RaterEvents } from "../core/agreement/collect.ts";
import type { Suggestion } from "../core/extraction/annotation.ts";
import { readAllJudgements } from "../store/all-judgements.ts";
import { corpusKeyOfFile, corpusPaths, PROJECT_FOLDER, type CorpusPaths } from "../store/paths.ts";
import { openSuggestions } from "../store/suggestions-store.ts";

export interface CorpusJudgements {
  /** Name of the corpus folder. */
  readonly corpus: string;
  readonly raters: readonly RaterEvents[];
  /** By `versionKey`. */
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  /** Lines and files that can't be read, without their content. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

/**
 * The corpora at `place`: a project's folder (or its `.valuemark`) has all of its corpora; a conversation file its
 * own, looked for in the nearest `.valuemark` above it. Throws the file system's error if `place` isn't there.
 */
export async function findCorpora(place: string): Promise<CorpusPaths[]> {
  const full = path.resolve(place);
  if ((await stat(full)).isDirectory()) {
    const project = path.basename(full) === PROJECT_FOLDER ? full : path.join(full, PROJECT_FOLDER);
    const names = (await foldersIn(project)).sort();
    return names.flatMap((name) => asCorpus(project, name));
  }
  for (let root = path.dirname(full); ; root = path.dirname(root)) {
    const project = path.join(root, PROJECT_FOLDER);
    if (await isFolder(project)) return asCorpus(project, corpusKeyOfFile(root, full));
    if (root === path.dirname(root)) return [];
  }
}

export async function readJudgements(paths: CorpusPaths): Promise<CorpusJudgements> {
  const { raters: events, problems } = await readAllJudgements(paths);
  const found = await readSuggestions(paths, events);
  return {
    corpus: path.basename(paths.folder),
    raters: events,
    ...found,
    problems: [...problems, ...found.problems],
  };
}

async function readSuggestions(
  paths: CorpusPaths,
  raters: readonly RaterEvents[],
): Promise<Pick<CorpusJudgements, "suggestions" | "problems">> {
  const store = await openSuggestions(paths);
  const suggestions = new Map<string, Suggestion[]>();
  const ids = new Set(raters.flatMap(({ events }) => events.map(({ conversation }) => conversation.id)));
  for (const id of ids) {
    for (const result of await store.of(id)) {
      const key = versionKey(result.conversation);
      suggestions.set(key, [...(suggestions.get(key) ?? []), ...result.suggestions]);
    }
  }
  const problems = store.problems.map(({ file, line, reason }) => ({ file, line, reason }));
  return { suggestions, problems };
}

function asCorpus(project: string, name: string): CorpusPaths[] {
  try {
    return [corpusPaths(project, name)];
  } catch {
    // A folder of someone else's.
    return [];
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  if (!(await isFolder(folder))) return [];
  return (await readdir(folder, { withFileTypes: true }))
    .filter((one) => one.isDirectory())
    .map(({ name }) => name);
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
