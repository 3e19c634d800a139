import type * as vscode from "vscode";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { raterNames } from "../../store/all-judgements.ts";
import { UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { Desk } from "../review/desk.ts";
import { askRater } from "../review/rater.ts";
import type { Records } from "../storage/records.ts";
import type { SampleLibrary } from "../storage/sample-library.ts";
import type { SuggestionLibrary, SuggestionSets } from "../storage/suggestion-sets.ts";
import type { SamplePorts, SampleSource } from "./ports.ts";

export interface HostParts {
  readonly desk: Desk;
  readonly records: Records;
  readonly samples: SampleLibrary;
  readonly suggestions: SuggestionLibrary;
  readonly taxonomy: () => Taxonomy;
  /** The file of the corpus table that is on show, if one is. */
  readonly tableOnShow?: () => OpenedFile | undefined;
  readonly sourceOf: (file: OpenedFile) => Promise<SampleSource>;
  /** Opens a conversation to be rated: its transcript, and what it is rated in. */
  readonly show: SamplePorts["show"];
  readonly log: vscode.LogOutputChannel;
}

/** The ports of samples over the host's own parts. */
export function hostPorts(parts: HostParts): SamplePorts {
  const { desk, records, samples, suggestions, taxonomy, sourceOf, log } = parts;
  const setsOf = async (file: OpenedFile): Promise<SuggestionSets> => {
    const sets = await suggestions.of(file);
    if (!sets) throw new UserError(`${file.name} is on no disk, so nothing is stored beside it.`);
    return sets;
  };
  return {
    currentFile: () => parts.tableOnShow?.() ?? desk.current?.page.file,
    sourceOf,
    onDidChange: (listener, self, disposables) => {
      const both = [desk.onDidChange(listener, self), records.onDidChange(listener, self)];
      const all = { dispose: () => both.forEach((one) => one.dispose()) };
      disposables?.push(all);
      return all;
    },
    currentConversation: (file) => {
      const review = desk.current;
      return review?.page.file.uri.toString() === file.uri.toString() ? review.ref : undefined;
    },
    storeOf: (file) => samples.of(file),
    prepare: async (file) => (await setsOf(file)).ready(),
    written: () => samples.touch(),
    onDidChangeSamples: samples.onDidChange,
    rater: () => records.rater,
    askRater: () => askRater("Who draws the sample? It is written into its file."),
    knownRaters: async (file) => {
      const sets = await suggestions.of(file);
      return sets ? raterNames(sets.paths) : [];
    },
    recordOf: (file) => records.of(file),
    show: parts.show,
    taxonomy,
    labelBasis: async (file) => {
      const run = (await suggestions.of(file))?.store.runs.at(-1);
      const from = run ? `labels of the run ${run.id}` : "labels";
      return records.rater === undefined ? from : `${from} and of the rater ${records.rater}`;
    },
    scores: async (file, by, signal) => {
      const { paths, store } = await setsOf(file);
      const { storedScores } = await import("./stored-scores.ts");
      return storedScores(by, { paths, store, taxonomy: taxonomy() }, signal);
    },
    log,
  };
}
