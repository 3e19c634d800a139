import * as path from "node:path";
import * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import { EXPORT_FORMATS } from "../../core/export/export-formats.ts";
import type { Span } from "../../core/conversation/span.ts";
import type { AdjudicationPorts } from "../adjudication/ports.ts";
import { Cancelled } from "../errors.ts";
import type { Library } from "../library/library.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { Blindness } from "../review/blindness.ts";
import type { Desk } from "../review/desk.ts";
import { askRater } from "../review/rater.ts";
import { editorOf, revealRange, revealSpan } from "../review/selection.ts";
import { pickValue } from "../review/value-picker.ts";
import { watchListOf } from "../review/watch-list.ts";
import { setting } from "../settings.ts";
import type { Records } from "../storage/records.ts";
import { locationOf } from "../storage/location.ts";
import type { SampleLibrary } from "../storage/sample-library.ts";
import type { SuggestionLibrary } from "../storage/suggestion-sets.ts";
import type { Taxonomies } from "../taxonomy/taxonomies.ts";
import type { AgreementCorpus, AgreementPorts } from "./ports.ts";

export interface HostParts {
  readonly library: Library;
  readonly desk: Desk;
  readonly records: Records;
  readonly suggestions: SuggestionLibrary;
  readonly samples: SampleLibrary;
  readonly blindness: Blindness;
  readonly taxonomies: Taxonomies;
  readonly fileOnShow: () => OpenedFile | undefined;
  readonly toolVersion: string;
  showAgreement(corpus: AgreementCorpus): Promise<void>;
  adjudicate(corpus: AgreementCorpus, conversation?: ConversationRef): Promise<void>;
}

/** The ports of the agreement editor and of the adjudication view over the host's own parts. */
export function corpusPorts(parts: HostParts): AgreementPorts & AdjudicationPorts {
  const { library, desk, records, suggestions, samples, blindness, taxonomies } = parts;
  const fileOf = (corpus: AgreementCorpus): Promise<OpenedFile> =>
    library.open(vscode.Uri.parse(corpus.key, true));
  const corpusOfFile = async (file: OpenedFile | undefined): Promise<AgreementCorpus | undefined> => {
    const paths = file && (await suggestions.of(file))?.paths;
    const location = file && locationOf(file);
    if (!file || !paths || !location) return undefined;
    const relative = path.relative(location.root, location.file).split(path.sep).join("/");
    return {
      key: file.uri.toString(),
      name: file.name,
      folder: { projectFolder: paths.projectFolder, key: paths.key },
      files: [relative === "" ? file.name : relative],
    };
  };
  /** Shows a conversation without taking the keyboard; undefined when the source no longer has it. */
  const show = async (corpus: AgreementCorpus, ref: ConversationRef, preserveFocus: boolean) => {
    const file = await fileOf(corpus);
    const [index] = await file.indexesOf([ref.id]);
    if (index === undefined) return undefined;
    const isBeside = vscode.window.tabGroups.all.length > 1;
    await desk.show(file, index, {
      preserveFocus,
      ...(isBeside ? {} : { viewColumn: vscode.ViewColumn.Beside }),
    });
    return desk.current;
  };
  return {
    rater: () => records.rater,
    blindReason: async (corpus) => blindness.onCorpus(await fileOf(corpus)),
    taxonomy: () => taxonomies.ready.then(() => taxonomies.current),
    corpusOf: async (key) => {
      const file = await library.open(vscode.Uri.parse(key, true)).catch(() => undefined);
      return corpusOfFile(file);
    },
    current: () => corpusOfFile(parts.fileOnShow()),
    openConversation: async (corpus, ref, label) => {
      const review = await show(corpus, ref, false);
      const row = review?.rows.find((each) => label === undefined || each.label.value === label);
      if (!review || !row) return;
      review.selected = row.id;
      desk.touch(review);
      revealSpan(review, row, 0, true);
    },
    adjudicate: (corpus, conversation) => parts.adjudicate(corpus, conversation),
    showAgreement: (corpus) => parts.showAgreement(corpus),
    setRater: async () =>
      void (await askRater("Your judgements carry this name and have a file of their own.")),
    isWatched: (label) => watchListOf(setting("watchList"))(label),
    conversation: async (corpus, ref) => {
      const file = await fileOf(corpus);
      const [index] = await file.indexesOf([ref.id]);
      return index === undefined ? undefined : file.conversation(index).catch(() => undefined);
    },
    reveal: async (corpus, ref, span: Span | undefined) => {
      const review = await show(corpus, ref, true);
      if (review && span && editorOf(review)) revealRange(review, span);
    },
    pickLabel: async (kind, title) => {
      if (kind === "task") {
        const value = await vscode.window.showInputBox({ title, prompt: "What does the human want done?" });
        return value === undefined || value.trim() === "" ? undefined : { kind, value: value.trim() };
      }
      const choice = await pickValue(taxonomies.current, taxonomies.finder, {
        title,
        placeholder: "Type to search the taxonomy",
        kind,
        first: [],
        moveEvidence: false,
      }).catch((error: unknown) => {
        if (error instanceof Cancelled) return undefined;
        throw error;
      });
      return choice?.type === "label" ? choice.label : undefined;
    },
    editKeys: async () => {
      await vscode.commands.executeCommand("workbench.action.openGlobalKeybindings", "valuemark");
    },
    gold: {
      formats: EXPORT_FORMATS,
      exportVersion: async (corpus, version, format) => {
        const { exportVersion } = await import("./export-gold.ts");
        const taxonomy = await taxonomies.ready.then(() => taxonomies.current);
        await exportVersion({ folder: corpus.folder, file: await fileOf(corpus), taxonomy, version, format });
      },
    },
    toolVersion: parts.toolVersion,
    onDidChange: (listener, self, disposables) => {
      const all = vscode.Disposable.from(
        records.onDidChange(listener, self),
        samples.onDidChange(listener, self),
      );
      disposables?.push(all);
      return all;
    },
  };
}
