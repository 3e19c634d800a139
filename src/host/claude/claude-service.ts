/**
 * Labels by a language model: what is sent, to whom, for how much; runs that can be cancelled and resumed. Loaded on
 * first use, as a bundle of its own with prompts, engine and SDK, so that activation doesn't pay for them. Errors are
 * told apart by name, because this bundle has its own copies of the classes.
 */
import { ulid } from "ulid";
import * as vscode from "vscode";
import { anthropicPort } from "../../anthropic/client.ts";
import { checkEndpoint } from "../../anthropic/endpoint.ts";
import { findPrice, readPriceSettings, type ModelPrice } from "../../core/extraction/cost/prices.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { RunEnd } from "../../core/extraction/engine/on-demand.ts";
import type { TaskOptions } from "../../core/extraction/engine/label-task.ts";
import type { TaskSource } from "../../core/extraction/engine/ports.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import { failureAdvice } from "../../core/extraction/failure-advice.ts";
import type { BatchPort, ModelPort } from "../../core/extraction/model-call.ts";
import { promptHash, type PromptTemplate } from "../../core/extraction/prompt/template.ts";
import { ResponseCache } from "../../store/response-cache.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { Cancelled, UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";
import { pickService, readResults, reportText, writeRequests } from "./bulk.ts";
import { estimateTasks, estimateText } from "./estimate.ts";
import type { ClaudeHost } from "./host.ts";
import { languageModelPort } from "./language-model.ts";
import { previewText, promptText } from "./preview.ts";
import { pickModel } from "./model-picker.ts";
import { endText, progressText } from "./run-text.ts";
import { promptInUse, runRecordOf, scopeOf, taskOptions, type Scope } from "./run-options.ts";
import { cancelOpenBatches, runSitting } from "./sitting.ts";
import { isOwn, pickOpenRun, sameSettings, signalOf, tasksOf, withCancel } from "./run-support.ts";
import { claudeSettings, type ClaudeSettings } from "./settings.ts";

/** Runs smaller than this and cheap start without a question; the consent was asked before. */
const UNASKED = { conversations: 1, dollars: 0.25 };

/** Everything a run needs that is asked of the user or the settings. */
interface Ready {
  /** "claude" or "vscode.lm". */
  readonly extractor: string;
  readonly settings: ClaudeSettings;
  readonly model: string;
  readonly port: Pick<ModelPort, "call" | "countTokens">;
  readonly batches: BatchPort | undefined;
  readonly prices: readonly ModelPrice[];
  readonly prompt: PromptTemplate;
}

export class ClaudeService {
  private readonly cache: ResponseCache;

  constructor(private readonly host: ClaudeHost) {
    this.cache = new ResponseCache(host.cacheFolder, {
      onError: (code) => host.log.warn(`an answer could not be kept in the cache: ${code}`),
    });
  }

  /** A new run over some conversations of a file. */
  async label(file: OpenedFile, scope: Scope): Promise<void> {
    await this.start(file, scope, await this.prepare(file));
  }

  /**
   * The same by Message Batches: half the price, answers within a day. Closing the window, or cancelling the progress,
   * leaves the batches at work; “Resume Run…” collects them.
   */
  async labelByBatches(file: OpenedFile, scope: Scope): Promise<void> {
    await this.start(file, scope, await this.prepare(file), true);
  }

  /** Asks the service to stop the open batches of a run; what they have answered is paid for, and collected. */
  async cancelBatches(file: OpenedFile): Promise<void> {
    const sets = await this.sets(file);
    const run = await pickOpenRun(
      sets,
      "Cancel the batches of which run?",
      ({ settings }) => settings["by"] === "batches",
    );
    const ready = await this.prepare(file, run.model);
    if (!ready.batches) throw new UserError("This run has no batches.");
    const failures = await cancelOpenBatches(sets, run, ready.batches);
    if (failures > 0)
      throw new UserError(
        `${failures} batches could not be cancelled. Try again, or cancel them in the service's console.`,
      );
    void vscode.window.showInformationMessage(
      "The batches are being cancelled. “Resume Run…” collects what they have answered.",
    );
  }

  /** Request files for a batch service of another account or maker. Nothing is sent; the files hold what would be. */
  async writeRequestFiles(file: OpenedFile, scope: Scope): Promise<void> {
    const sets = await this.sets(file);
    const settings = claudeSettings(file.uri);
    const format = await pickService("Request files for which service?");
    const model = await vscode.window.showInputBox({
      title: "Model, as that service names it",
      value: settings.model,
    });
    if (!model) throw new Cancelled();
    const [folder] =
      (await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        openLabel: "Write Here",
      })) ?? [];
    if (!folder) throw new Cancelled();
    const prompt = await promptInUse(settings.promptFile);
    const options = taskOptions(`claude-${ulid()}`, model, settings, prompt, await this.host.taxonomy());
    const startedAt = new Date().toISOString();
    const of = file.count;
    const run = runRecordOf(options, { extractor: "claude", startedAt, scope, of, by: format.service });
    await sets.begin(run);
    const manifest = await withCancel("Writing request files", (signal) =>
      writeRequests(folder.fsPath, tasksOf(file, scope, options, signal), format, run, sets),
    );
    const [warning] = manifest.warnings;
    const files = manifest.files.length === 1 ? "1 file" : `${manifest.files.length} files`;
    void vscode.window.showInformationMessage(
      `${manifest.requests} requests in ${files}, with a manifest beside.${warning === undefined ? "" : ` ${warning}`} “Import Results of a Batch Service…” takes the answers in.`,
    );
  }

  /** Answers of a batch service for a run whose request files were written here. */
  async importResults(file: OpenedFile): Promise<void> {
    const sets = await this.sets(file);
    const run = await pickOpenRun(sets, "Results for which run?", ({ settings }) => !isOwn(settings["by"]));
    const format = await pickService("Results of which service?");
    const uris =
      (await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: "Import Results" })) ?? [];
    if (uris.length === 0) throw new Cancelled();
    const settings = sameSettings(claudeSettings(file.uri), run);
    const options = taskOptions(
      run.id,
      run.model ?? "",
      settings,
      await this.samePrompt(settings, run),
      await this.sameTaxonomy(run),
    );
    const { prices } = readPriceSettings(settings.prices, new Date().toISOString().slice(0, 10));
    const report = await withCancel("Importing results", (signal) =>
      readResults(
        uris.map(({ fsPath }) => fsPath),
        format,
        {
          run,
          sets,
          tasks: tasksOf(file, scopeOf(run, file.count), options, signal),
          price: findPrice(run.model ?? "", prices),
          arrived: ({ conversation, suggestions }) =>
            this.host.arrived(file, conversation, { run, suggestions }),
        },
      ),
    );
    if (report.missing === 0) await sets.store.finishRun(run.id, new Date().toISOString());
    void vscode.window.showInformationMessage(reportText(report));
  }

  /** The same with a language model that VS Code offers. */
  async labelWithLanguageModel(file: OpenedFile, scope: Scope): Promise<void> {
    await this.start(file, scope, await this.prepareLanguageModel(file));
  }

  /** What would be sent for a conversation, word for word. */
  async preview(conversation: Conversation, file: OpenedFile): Promise<string> {
    return previewText(conversation, claudeSettings(file.uri), await this.host.taxonomy());
  }

  /** The prompt in use with its codebook. */
  prompt(file: OpenedFile | undefined): Promise<string> {
    return promptText(claudeSettings(file?.uri));
  }

  private async start(file: OpenedFile, scope: Scope, ready: Ready, byBatches = false): Promise<void> {
    const sets = await this.sets(file);
    const options = taskOptions(
      `${ready.extractor}-${ulid()}`,
      ready.model,
      ready.settings,
      ready.prompt,
      await this.host.taxonomy(),
    );
    const run = runRecordOf(options, {
      extractor: ready.extractor,
      startedAt: new Date().toISOString(),
      scope,
      of: file.count,
      by: byBatches ? "batches" : "calls",
    });
    await this.confirm(ready, tasksOf(file, scope, options), byBatches);
    await sets.begin(run);
    await this.sitting(file, scope, run, options, ready, sets, false);
  }

  /** Goes on with a run that was cancelled, stopped or cut off: what is labelled is not sent again. */
  async resume(file: OpenedFile): Promise<void> {
    const sets = await this.sets(file);
    const run = await pickOpenRun(sets, "Resume which run?", ({ settings }) => isOwn(settings["by"]));
    const ready = await this.prepare(file, run.model);
    const settings = sameSettings(ready.settings, run);
    const prompt = await this.samePrompt(settings, run);
    const options = taskOptions(run.id, ready.model, settings, prompt, await this.sameTaxonomy(run));
    await this.sitting(file, scopeOf(run, file.count), run, options, ready, sets, true);
  }

  private async samePrompt(settings: ClaudeSettings, run: RunRecord): Promise<PromptTemplate> {
    const prompt = await promptInUse(settings.promptFile);
    if (promptHash(prompt) === run.promptHash) return prompt;
    throw new UserError(
      "The prompt has changed since this run began. Start a new run, or set the prompt file of that time.",
    );
  }

  private async sameTaxonomy(run: RunRecord): Promise<Taxonomy> {
    const taxonomy = await this.host.taxonomy();
    if (taxonomy.hash === run.taxonomy.hash) return taxonomy;
    throw new UserError("The taxonomy has changed since this run began. Start a new run.");
  }

  /** Chooses the model from the endpoint's own list and keeps it in the settings. */
  async chooseModel(file: OpenedFile | undefined): Promise<void> {
    const settings = claudeSettings(file?.uri);
    const model = await pickModel(await this.connect(settings), settings.model);
    void vscode.window.showInformationMessage(`Conversations are labelled by ${model} from now on.`);
  }

  private async sets(file: OpenedFile): Promise<SuggestionSets> {
    const sets = await this.host.setsOf(file);
    if (sets) return sets;
    throw new UserError(
      "This file is not on a disk. Set valuemark.storageFolder to a folder for runs and judgements.",
    );
  }

  private async prepare(file: OpenedFile, model?: string): Promise<Ready> {
    const settings = claudeSettings(file.uri);
    const endpoint = checkEndpoint(settings.endpoint);
    if (!endpoint.ok) throw new UserError(endpoint.message);
    const prompt = await promptInUse(settings.promptFile);
    const { prices, problems } = readPriceSettings(settings.prices, new Date().toISOString().slice(0, 10));
    if (problems[0] !== undefined) throw new UserError(`valuemark.claude.prices: ${problems[0]}`);
    await this.host.consent.require(new URL(endpoint.baseURL).host, this.sends(settings));
    const port = await this.connect(settings);
    return {
      extractor: "claude",
      settings,
      port,
      batches: port,
      prices,
      prompt,
      model: model ?? (settings.model || (await pickModel(port, ""))),
    };
  }

  private async prepareLanguageModel(file: OpenedFile): Promise<Ready> {
    const settings = claudeSettings(file.uri);
    const prompt = await promptInUse(settings.promptFile);
    const models = await vscode.lm.selectChatModels();
    if (models.length === 0) {
      throw new UserError(
        "VS Code offers no language model here. Install and sign in to an extension that brings one, or use Claude with a key.",
      );
    }
    const items = models.map((model) => ({
      label: model.name,
      description: `${model.vendor} · ${model.id}`,
      model,
    }));
    const choice = await vscode.window.showQuickPick(items, {
      title: "Language model of VS Code",
      matchOnDescription: true,
    });
    if (!choice) throw new Cancelled();
    const { model } = choice;
    await this.host.consent.require(`${model.name} (${model.vendor})`, this.sends(settings));
    return {
      extractor: "vscode.lm",
      settings,
      port: languageModelPort(model),
      batches: undefined,
      prices: [],
      prompt,
      model: model.id,
    };
  }

  private sends(settings: ClaudeSettings): string {
    const redacted = settings.redact
      ? "Addresses, numbers, keys and names that are recognised are replaced before."
      : "Nothing is redacted (valuemark.claude.redact is off).";
    return `The text of the conversations you run is sent to label it. ${redacted}`;
  }

  private async connect(settings: ClaudeSettings): Promise<ModelPort & BatchPort> {
    if (!vscode.workspace.isTrusted)
      throw new UserError("This workspace is not trusted: nothing is sent from it.");
    const endpoint = checkEndpoint(settings.endpoint);
    if (!endpoint.ok) throw new UserError(endpoint.message);
    const { key } = (await this.host.keys.find()) ?? (await this.host.keys.ask());
    return anthropicPort({ baseURL: endpoint.baseURL, apiKey: key });
  }

  private async confirm(
    { port, prices, model, settings }: Ready,
    tasks: TaskSource,
    isBatch: boolean,
  ): Promise<void> {
    const shown = await withCancel("Estimating", (signal) =>
      estimateTasks(tasks, prices, port, isBatch, signal),
    );
    const { cost } = shown.estimate;
    const isSmall =
      shown.conversations <= UNASKED.conversations &&
      cost !== "unknown price" &&
      cost.most <= UNASKED.dollars;
    if (isSmall && !isBatch) return;
    const start = "Start Run";
    const choice = await vscode.window.showInformationMessage(
      "Label with Claude?",
      { modal: true, detail: estimateText(shown, model, settings.budget) },
      start,
    );
    if (choice !== start) throw new Cancelled();
  }

  /** One sitting of a run: from here to its end, a cancel or a crash. */
  private async sitting(
    file: OpenedFile,
    scope: Scope,
    run: RunRecord,
    options: TaskOptions,
    { port, batches, prices, model, settings }: Ready,
    sets: SuggestionSets,
    retryFailed: boolean,
  ): Promise<void> {
    const byBatches = run.settings["by"] === "batches";
    const title = byBatches ? `Message Batches (${model})` : `Claude (${model})`;
    const end = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) =>
        runSitting(
          {
            run,
            tasks: tasksOf(file, scope, options),
            price: findPrice(model, prices),
            cap: settings.budget,
            concurrency: settings.concurrency,
            retryFailed,
            calls: port,
            batches: byBatches ? batches : undefined,
            cache: this.cache,
            sets,
            arrived: ({ conversation, suggestions }) =>
              this.host.arrived(file, conversation, { run, suggestions }),
          },
          signalOf(token),
          (state) => progress.report({ message: progressText(state) }),
        ),
    );
    this.report(run, end);
  }

  private report(run: RunRecord, end: RunEnd): void {
    const text = endText(end);
    this.host.log.info(`run ${run.id}: ${text}`);
    for (const [reason, count] of end.progress.reasons)
      this.host.log.info(`run ${run.id}: ${count} × ${reason}. ${failureAdvice(reason)}`);
    const isGood = end.reason === "finished" && end.progress.failed === 0;
    const advice = end.reason === "finished" ? "" : ` ${failureAdvice(end.reason)}`;
    const show = isGood ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const actions = end.progress.failed > 0 ? ["Show Log"] : [];
    void show(`${text}${advice}`, ...actions).then((choice) => choice !== undefined && this.host.log.show());
  }
}
