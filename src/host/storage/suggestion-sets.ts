import * as path from "node:path";
import type * as vscode from "vscode";
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import { PROJECT_FOLDER, corpusKeyOfFile, corpusPaths, type CorpusPaths } from "../../store/paths.ts";
import { openSuggestions, type SuggestionsStore } from "../../store/suggestions-store.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SuggestionSet } from "../review/review.ts";
import { locationOf, type Location } from "./location.ts";
import { prepareProject } from "./prepare-project.ts";
import { storageProblem } from "./storage-problem.ts";

const MAX_LOGGED = 50;

/** The stored suggestions of one source file, whoever rates it. */
export class SuggestionSets {
  private prepared: Promise<void> | undefined;

  constructor(
    readonly paths: CorpusPaths,
    readonly store: SuggestionsStore,
    readonly projectFolder: string,
  ) {}

  /** What runs said of a conversation as it stands, newest run first. */
  async setsOf(conversation: ConversationRef): Promise<readonly SuggestionSet[]> {
    const runs = this.store.runs.filter((run) => this.store.has(run.id, conversation)).reverse();
    const sets = runs.map(async (run): Promise<SuggestionSet[]> => {
      const results = await this.store.of(conversation.id, [run.id]);
      const result = results.find((each) => each.conversation.hash === conversation.hash);
      return result ? [{ run, suggestions: result.suggestions }] : [];
    });
    return (await Promise.all(sets)).flat();
  }

  /** Writes run and suggestions unless they are on disk already. Resolves when durable. */
  async save(
    run: RunRecord,
    conversation: ConversationRef,
    suggestions: readonly Suggestion[],
  ): Promise<void> {
    if (this.store.has(run.id, conversation)) return;
    await this.begin(run);
    if (this.store.has(run.id, conversation)) return;
    await this.store.append(run.id, [{ conversation, suggestions }]);
  }

  /** Writes the run's record, unless it is there: the same deterministic run may have been begun by another window. */
  async begin(run: RunRecord): Promise<void> {
    await this.ready();
    if (this.store.runs.some((known) => known.id === run.id)) return;
    try {
      await this.store.startRun(run);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      await this.store.reload();
    }
  }

  /** Before the first write. A failure is tried again with the next one. */
  async ready(): Promise<void> {
    this.prepared ??= prepareProject(this.projectFolder);
    try {
      await this.prepared;
    } catch (error) {
      this.prepared = undefined;
      throw error;
    }
  }
}

/** Opens the stored suggestions of source files, each once. */
export class SuggestionLibrary {
  private readonly opened = new Map<string, Promise<SuggestionSets>>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Undefined for a file that is on no disk while no storage folder is set. */
  of(file: Pick<OpenedFile, "uri">): Promise<SuggestionSets | undefined> {
    const location = locationOf(file);
    if (!location) return Promise.resolve(undefined);
    const key = JSON.stringify([location.root, location.file]);
    const known = this.opened.get(key);
    if (known) return known;
    const opening = this.open(location);
    this.opened.set(key, opening);
    opening.catch(() => this.opened.delete(key));
    return opening;
  }

  private async open({ root, file }: Location): Promise<SuggestionSets> {
    const folder = path.join(root, PROJECT_FOLDER);
    const paths = corpusPaths(folder, corpusKeyOfFile(root, file));
    const store = await openSuggestions(paths).catch((error: unknown) => {
      throw storageProblem(error, folder);
    });
    for (const { run, line, reason } of store.problems.slice(0, MAX_LOGGED)) {
      this.log.warn(`${paths.suggestions(run)}, line ${line}: ${reason}`);
    }
    return new SuggestionSets(paths, store, folder);
  }
}
