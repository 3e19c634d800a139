/** The only place where the parts are put together. */
import * as vscode from "vscode";
import { adjudicationHandlers } from "./adjudication/commands.ts";
import { registerAdjudication, type AdjudicationView } from "./adjudication/register-adjudication.ts";
import { corpusPorts } from "./agreement/host-ports.ts";
import { registerAgreement, type AgreementEditor } from "./agreement/register-agreement.ts";
import { Consent } from "./claude/consent.ts";
import { claudeHandlers } from "./claude/handlers.ts";
import { KeyStore } from "./claude/key.ts";
import { registerLabelsTool } from "./claude/labels-tool.ts";
import { registerCommands, report } from "./commands.ts";
import { Corpora } from "./corpus/corpora.ts";
import { CorpusEditor, columnBelow } from "./corpus/corpus-editor.ts";
import { CorpusOpener } from "./corpus/corpus-opener.ts";
import { ReviewStatusBar } from "./conversations/status-bar.ts";
import { ConversationsView } from "./conversations/tree.ts";
import { Disposables } from "./disposables.ts";
import { handlersOf } from "./handlers.ts";
import { Library } from "./library/library.ts";
import { watchSources } from "./library/watch.ts";
import { ReviewActions } from "./review/actions.ts";
import { Blindness } from "./review/blindness.ts";
import { Desk, type SetsOf } from "./review/desk.ts";
import { carryOut } from "./review/intents.ts";
import { Journal } from "./review/journal.ts";
import { ReviewPanel } from "./review/panel.ts";
import { panelSnapshot } from "./review/panel-snapshot.ts";
import { Suggester } from "./review/suggester.ts";
import { watchListOf } from "./review/watch-list.ts";
import { Pages } from "./runs/pages.ts";
import { onSettings, setting } from "./settings.ts";
import { Drafts } from "./storage/drafts.ts";
import { Records } from "./storage/records.ts";
import { hostPorts } from "./samples/host-ports.ts";
import { registerSamples } from "./samples/register.ts";
import { SampleLibrary } from "./storage/sample-library.ts";
import { SuggestionLibrary } from "./storage/suggestion-sets.ts";
import { Taxonomies } from "./taxonomy/taxonomies.ts";
import { TranscriptDecorator } from "./transcript/decorator.ts";
import { TranscriptDocuments } from "./transcript/documents.ts";
import { followCursor } from "./transcript/cursor.ts";
import { registerHover } from "./transcript/hover.ts";
import { registerLabels } from "./transcript/labels.ts";
import { registerLenses } from "./transcript/lenses.ts";
import { MarkCache } from "./transcript/mark-cache.ts";
import { registerProblems } from "./transcript/problems.ts";
import { registerStructure } from "./transcript/structure.ts";

export interface Valuemark extends vscode.Disposable {
  /** Resolves when judgements under way and drafts are on the disk. */
  settle(): Promise<void>;
}

export function compose(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Valuemark {
  const parts = new Disposables();
  const taxonomies = parts.add(new Taxonomies(log));
  const logsFolder = vscode.Uri.joinPath(context.globalStorageUri, "logs").fsPath;
  const cacheFolder = vscode.Uri.joinPath(context.globalStorageUri, "corpora").fsPath;
  const opener = parts.add(new CorpusOpener(context.extensionUri, cacheFolder, log));
  const library = parts.add(new Library(context.workspaceState, opener, log));
  const documents = parts.add(new TranscriptDocuments(library));
  const suggestionSets = new SuggestionLibrary(log);
  const records = parts.add(new Records(suggestionSets, log, logsFolder));
  const drafts = parts.add(new Drafts(context.storageUri ?? context.globalStorageUri, log));
  const suggester = new Suggester(
    async () => (await import("../core/extraction/local/extractor.ts")).localExtractor,
    () => taxonomies.ready.then(() => taxonomies.current),
  );
  const recordOf = records.of.bind(records);
  const setsOf: SetsOf = async (file, conversation) => (await suggestionSets.of(file))?.setsOf(conversation);
  const sampleFiles = parts.add(new SampleLibrary(suggestionSets));
  const blindness = new Blindness(
    (file) => sampleFiles.listing(file),
    recordOf,
    () => records.rater,
  );
  const desk = parts.add(
    new Desk(
      documents,
      recordOf,
      setsOf,
      blindness.onConversation.bind(blindness),
      suggester,
      drafts,
      context.workspaceState,
      log,
    ),
  );
  const journal = parts.add(new Journal());
  const corpora = parts.add(
    new Corpora({
      library,
      recordOf,
      suggestions: suggestionSets,
      blindOf: (file) => blindness.onCorpus(file),
      rater: () => records.rater,
      marksWorker: opener.workerFile("marks"),
      log,
    }),
  );
  const samples = parts.add(
    registerSamples({
      ports: hostPorts({
        desk,
        records,
        samples: sampleFiles,
        suggestions: suggestionSets,
        taxonomy: () => taxonomies.current,
        tableOnShow: () => tables.onShow,
        sourceOf: (file) => corpora.of(file),
        show: async (file, index, options) => {
          const table = tables.onShow && vscode.window.tabGroups.activeTabGroup.viewColumn;
          const viewColumn = table && (await columnBelow(table));
          await desk.show(file, index, { ...options, ...(viewColumn ? { viewColumn } : {}) });
          if (setting("review.openWithTranscript")) panel.showBesideTranscript();
        },
        log,
      }),
      memory: context.workspaceState,
      extensionUri: context.extensionUri,
    }),
  );
  const actions = new ReviewActions(desk, journal, recordOf, taxonomies, context.globalState, {
    nextAfter: async (file, id) => {
      await samples.session.settled();
      return samples.session.nextAfter(file, id);
    },
  });
  const pages = parts.add(new Pages());
  const marks = new MarkCache(desk, () => taxonomies.current);

  const panel = parts.add(
    new ReviewPanel(
      context.extensionUri,
      {
        snapshot: () =>
          panelSnapshot({
            desk,
            saving: journal.saving,
            rater: records.rater,
            queueOf: (file) => {
              const { queue, file: of } = samples.session.active ?? {};
              if (!queue || of?.uri.toString() !== file.uri.toString()) return undefined;
              return { done: queue.counts.done, of: queue.counts.total };
            },
            recordOf: (file) => records.peek(file),
            taxonomy: taxonomies.current,
            isWatched: watchListOf(setting("watchList")),
          }),
        carryOut: (ask, conversation) => carryOut(ask, conversation, { desk, actions, drafts }),
      },
      context.workspaceState,
      log,
    ),
  );

  const tables: CorpusEditor = parts.add(
    new CorpusEditor((uri) => corpora.open(uri), context.workspaceState, {
      extensionUri: context.extensionUri,
      log,
      currentOf: ({ file }) => {
        const page = desk.current?.page;
        return page?.file === file ? page.index : undefined;
      },
      open: async ({ file }, row, preview, column) => {
        const viewColumn = await columnBelow(column);
        await desk.show(file, row, { preserveFocus: preview, preview, viewColumn });
        if (!preview && setting("review.openWithTranscript")) panel.showBesideTranscript();
      },
      drawSample: async (session) => void (await samples.draw(session)),
      useSample: ({ file }, name) => samples.use(file, name),
      showProblems: async ({ file, table }) => {
        if (!file.problems) {
          await vscode.commands.executeCommand("workbench.actions.view.problems");
          return;
        }
        const lines = await file.problems();
        const left = table.state.problems - lines.length;
        await pages.show(
          "not-opened.txt",
          [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join("\n"),
        );
      },
      samplesOf: ({ file }) => samples.session.samplesOf(file),
      onDidChange: (listener, self, disposables) => {
        const both = [desk.onDidChange(listener, self), samples.session.onDidChange(listener, self)];
        const all = vscode.Disposable.from(...both);
        disposables?.push(all);
        return all;
      },
    }),
  );
  parts.add(opener.onDidRestart(() => void corpora.refresh()));
  parts.add(corpora.onDidChange((session) => tables.reread(session)));
  parts.add(journal.onDidChange((review) => void corpora.judged(review)));

  const decorator = parts.add(new TranscriptDecorator((uri) => marks.drawing(uri)));
  const show = (): void => {
    decorator.update();
    panel.update();
  };
  parts.add(desk.onDidChange(show));
  parts.add(
    journal.onDidChange((review) => {
      desk.touch(review);
      // The last item of a blind sample ends the blindness.
      if (review.blind !== undefined) void desk.blindnessChanged();
    }),
  );
  parts.add(
    records.onDidChange(async () => {
      await desk.blindnessChanged();
      await desk.refresh();
      await corpora.refresh();
    }),
  );
  parts.add(
    sampleFiles.onDidChange(async () => {
      await desk.blindnessChanged();
      await corpora.refresh();
    }),
  );
  parts.add(library.onDidRead((file) => void desk.reread(file)));
  parts.add(taxonomies.onDidChange(() => void desk.suggestAgain()));
  parts.add(
    onSettings(["watchList"], () => {
      desk.touchAll();
      void corpora.refresh();
    }),
  );
  parts.add(watchSources(library));
  parts.add(followCursor(desk, (uri) => marks.of(uri)));
  parts.add(registerStructure(documents));
  parts.add(
    registerHover(
      desk,
      (uri) => marks.of(uri),
      () => taxonomies.current,
    ),
  );
  parts.add(registerLabels(desk, documents, (uri) => marks.of(uri)));
  parts.add(registerLenses(desk));
  parts.add(registerProblems(library, desk, (uri) => marks.of(uri)));
  parts.add(new ConversationsView(desk, recordOf));
  const statusBar = parts.add(
    new ReviewStatusBar(desk, recordOf, () => samples.session.active?.queue !== undefined),
  );
  parts.add(samples.session.onDidChange(() => void statusBar.update()));
  const claude = claudeHandlers({
    desk,
    actions,
    pages,
    sampleOf: (file) => {
      const { sample, file: of } = samples.session.active ?? {};
      if (!sample || of?.uri.toString() !== file.uri.toString()) return undefined;
      return { name: sample.name, ids: sample.items.map(({ id }) => id) };
    },
    host: {
      keys: new KeyStore(context.secrets),
      consent: new Consent(context.workspaceState),
      log,
      cacheFolder: vscode.Uri.joinPath(context.globalStorageUri, "answers").fsPath,
      taxonomy: () => taxonomies.ready.then(() => taxonomies.current),
      setsOf: (file) => suggestionSets.of(file),
      arrived: (file, conversation, set) => desk.arrived(file, conversation, set),
    },
  });
  const ports = corpusPorts({
    library,
    desk,
    records,
    suggestions: suggestionSets,
    samples: sampleFiles,
    blindness,
    taxonomies,
    fileOnShow: () => tables.onShow ?? desk.current?.page.file,
    toolVersion: versionOf(context.extension.packageJSON),
    showAgreement: (corpus) => agreement.show(corpus),
    adjudicate: (corpus, conversation) => adjudication.show(corpus, conversation),
  });
  const { extensionUri, workspaceState: memory } = context;
  const agreement: AgreementEditor = parts.add(registerAgreement({ ...ports, extensionUri, memory, log }));
  const adjudication: AdjudicationView = parts.add(registerAdjudication({ ...ports, extensionUri, log }));
  parts.add(registerLabelsTool(desk, () => taxonomies.current));
  parts.add(
    registerCommands(
      handlersOf({
        library,
        desk,
        actions,
        panel,
        recordOf,
        log,
        samples: samples.handlers,
        figures: { ...adjudicationHandlers(adjudication), "valuemark.showAgreement": () => agreement.show() },
        clearCache: async () => (await import("./corpus/cache.ts")).clearCache(cacheFolder, logsFolder),
        claude,
      }),
      log,
    ),
  );

  void taxonomies.ready
    .then(() => desk.restore())
    .then(() => desk.current && panel.restoreLost())
    .catch((error: unknown) => report(error, log));
  return {
    dispose: () => parts.dispose(),
    settle: async () => {
      await journal.settled();
      await adjudication.settle();
      await drafts.flush();
    },
  };
}

function versionOf(manifest: unknown): string {
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest && typeof manifest.version === "string" ? manifest.version : "unknown";
}
